import { afterScheme, disguise } from '../form.ts'

/** A quoted text in a date pattern stands for itself. */
export const dateLiteral = disguise(
  {
    id: 'date-literal',
    summary: 'characters as quoted text of a date pattern',
    firesOn: ['B', 'C'],
    seenIn: ['Log4j2Scan'],
  },
  (target) => `\${\${date:'j'}\${date:'n'}\${date:'d'}\${date:'i'}:${target.scheme}:${afterScheme(target)}}`,
)
