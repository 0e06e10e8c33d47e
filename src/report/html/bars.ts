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

/** Of a bar, in units of its own picture, which is stretched to the width of the page. */
const width = 580
const height = 12

/** Rows of stacked bars to one scale, each with its label and its numbers above: a list of words, with a picture beside each. */
export function bars(rows: readonly BarRow[], spoken: string): string {
  const most = Math.max(1, ...rows.map(({ parts }) => total(parts)))
  return `<ul class="bars" aria-label="${escapeHtml(spoken)}">
${rows.map((row) => bar(row, most)).join('\n')}
</ul>`
}

function bar({ label, parts }: BarRow, most: number): string {
  const rects = widths(parts, most).map(
    ({ tone, x, length }) => `<rect class="bar ${tone}" x="${x}" width="${length}" height="${height}"/>`,
  )
  return `<li><span>${escapeHtml(label)}</span> <span class="soft">${escapeHtml(words(parts))}</span>
<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="${width}" height="${height}"/>${rects.join('')}</svg></li>`
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
