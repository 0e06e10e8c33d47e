import { afterScheme, disguise } from '../form.ts'

/** `ı` (U+0131) becomes `I` in upper case, so no `i` stands in the text. */
export const upperDotlessI = disguise(
  {
    id: 'upper-dotless-i',
    summary: 'a dotless i that upper: turns into I',
    firesOn: ['C'],
    seenIn: ['published bypasses of December 2021'],
  },
  (target) => `\${jnd\${upper:\u0131}:${target.scheme}:${afterScheme(target)}}`,
)
