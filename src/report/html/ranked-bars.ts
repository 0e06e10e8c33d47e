import { type BarRow, bars } from './bars.ts'

/** Rows of a plot at most; the table has everything. */
export const rowsShown = 12

/** What has most of its first part comes first; what is not shown is counted. */
export function rankedBars(rows: readonly BarRow[], spoken: string): string {
  const urgent = ({ parts }: BarRow): readonly number[] => parts.map(({ count }) => count)
  const ordered = [...rows].sort((a, b) => compare(urgent(b), urgent(a)) || (a.label < b.label ? -1 : 1))
  const more = ordered.length - rowsShown
  const left = more > 0 ? `<p class="soft">and ${more.toLocaleString('en-US')} more, all in the table below</p>` : ''
  return `${bars(ordered.slice(0, rowsShown), spoken)}${left}`
}

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((value, at) => value !== b[at])
  return i < 0 ? 0 : (a[i] ?? 0) - (b[i] ?? 0)
}
