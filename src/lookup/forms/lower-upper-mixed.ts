import { afterScheme, disguise } from '../form.ts'

/** The prefix of a lookup may be in any letter case; the scheme may not. */
export const lowerUpperMixed = disguise(
  {
    id: 'lower-upper-mixed',
    summary: 'characters in lower: and upper:',
    firesOn: ['C'],
    seenIn: ['CISA log4j-scan waf8', 'ZAP'],
  },
  (target) => `\${\${lower:j}\${upper:n}\${lower:d}\${upper:i}:${lowered(target.scheme)}:${afterScheme(target)}}`,
)

function lowered(scheme: string): string {
  return `\${lower:${scheme.charAt(0)}}${scheme.slice(1, -1)}\${lower:${scheme.slice(-1)}}`
}
