import { visible } from '../visible.ts'
import type { Palette } from './palette.ts'
import { wrap } from './wrap.ts'

/** A label and what stands behind it. */
export type Row = readonly [label: string, words: string]

const margin = 4
/** Of words, however narrow the terminal. */
const leastRoom = 40

/** Lines of labels and their words, wrapped; a label that repeats is written once. What acts on terminals is escaped. */
export function showRows(rows: readonly Row[], labelWidth: number, columns: number, palette: Palette): string {
  let before = ''
  return rows
    .flatMap(([label, words]) => {
      const head = label === before ? '' : label
      before = label
      const room = Math.max(leastRoom, columns - margin - labelWidth - 4)
      return wrap(visible(words), room).map((line, i) => {
        const shown = palette.faint((i === 0 ? head : '').padEnd(labelWidth))
        return `${' '.repeat(margin)}${shown}  ${i === 0 ? '' : '  '}${line}\n`
      })
    })
    .join('')
}
