import { escapeHtml } from './escape.ts'

/** What a part of a bar means; colour only repeats what the words beside it say. */
export type Tone = 'alarm' | 'warn' | 'calm' | 'mute'

export interface BarPart {
  readonly count: number
  readonly tone: Tone
  /** What is counted: `affected`. */
  readonly word: string
}

export interface BarRow {
  readonly label: string
  readonly parts: readonly BarPart[]
}

const width = 580
const rowHeight = 44
const barTop = 20
const barHeight = 12

/** Rows of stacked bars, each with its label and its numbers above, to one scale; it reads as a list too. */
export function bars(rows: readonly BarRow[], spoken: string): string {
  const most = Math.max(1, ...rows.map(({ parts }) => total(parts)))
  const height = rows.length * rowHeight
  const list = rows.map(({ label, parts }) => `${label}: ${words(parts)}`).join('; ')
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(`${spoken}. ${list}`)}">
${rows.map((row, i) => bar(row, most, i * rowHeight)).join('\n')}
</svg>`
}

function bar({ label, parts }: BarRow, most: number, y: number): string {
  const said = words(parts)
  const room = Math.max(16, 78 - said.length)
  const drawn = widths(parts, most)
  const rects = drawn.map(
    ({ tone, x, length }) =>
      `<rect class="bar ${tone}" x="${x}" y="${y + barTop}" width="${length}" height="${barHeight}"/>`,
  )
  return `<g><title>${escapeHtml(`${label}: ${said}`)}</title>
<text x="0" y="${y + 14}">${escapeHtml(shortened(label, room))}</text><text class="soft" x="${width}" y="${y + 14}" text-anchor="end">${escapeHtml(said)}</text>
<rect class="ground" x="0" y="${y + barTop}" width="${width}" height="${barHeight}"/>${rects.join('')}</g>`
}

/** One among thousands is still seen, and parts stay apart. */
function widths(parts: readonly BarPart[], most: number) {
  const some = parts.filter(({ count }) => count > 0)
  // The same for each row, however many parts it has, so that equal numbers are equally long.
  const room = width - 12
  let x = 0
  return some.map(({ count, tone }) => {
    const length = Math.max(4, Math.round((count / most) * room))
    const part = { tone, x, length }
    x += length + 1
    return part
  })
}

function words(parts: readonly BarPart[]): string {
  const some = parts.filter(({ count }) => count > 0)
  return some.map(({ count, word }) => `${count.toLocaleString('en-US')} ${word}`.trim()).join(', ')
}

function total(parts: readonly BarPart[]): number {
  return parts.reduce((sum, { count }) => sum + count, 0)
}

/** Paths differ at their end. */
function shortened(label: string, room: number): string {
  const chars = Array.from(label)
  return chars.length <= room ? label : `…${chars.slice(chars.length - room + 1).join('')}`
}
