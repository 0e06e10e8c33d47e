import { FoldedReader } from './sweep/folded.ts'
import { Beginnings } from './sweep/needles.ts'

/** Where a payload lies in a record, in bytes. */
export interface Extent {
  readonly start: number
  readonly end: number
  /** Whether the brace that closes it was found. */
  readonly closed: boolean
}

/** The first payload that begins from `from` to before `before`, as it is written: from its opener to the brace that closes it, in whatever escapes. */
export function rawExtent(bytes: Uint8Array, from = 0, before = bytes.length): Extent | null {
  const start = openerIn(bytes, from, before)
  if (start < 0) return null
  const reader = new FoldedReader(bytes)
  let open = 0
  for (let at = start; at < bytes.length; ) {
    const code = reader.at(at)
    const next = Math.max(reader.next, at + 1)
    if (code === 0x24 && reader.at(next) === 0x7b) {
      open++
      at = Math.max(reader.next, next)
      continue
    }
    if (code === 0x7d && --open <= 0) return { start, end: next, closed: true }
    at = next
  }
  return { start, end: unclosedEnd(bytes, start), closed: false }
}

/** One after the other, not more than anybody would look at. */
export function* rawExtents(bytes: Uint8Array): Generator<Extent> {
  let unclosed = 0
  for (let at = 0, told = 0; told < mostTold && unclosed < mostUnclosed; told++) {
    const extent = rawExtent(bytes, at)
    if (extent === null) return
    yield extent
    at = extent.end
    // Each of them was followed to the end of the record.
    if (!extent.closed) unclosed++
  }
}

const mostTold = 256
const mostUnclosed = 4

/** The last payload that begins from `from` to before `before`, if it is not closed before. */
export function openAcross(bytes: Uint8Array, from: number, before: number): Extent | null {
  for (let at = from; ; ) {
    const extent = rawExtent(bytes, at, before)
    if (extent === null) return null
    if (!extent.closed || extent.end > before) return extent
    at = extent.end
  }
}

/** Where the last payload that is closed ends, 0 if none is; and where one begins that is not. */
export function payloadsOf(bytes: Uint8Array): { readonly closedTo: number; readonly open: number | null } {
  for (let closedTo = 0; ; ) {
    const extent = rawExtent(bytes, closedTo)
    if (extent === null) return { closedTo, open: null }
    if (!extent.closed) return { closedTo, open: extent.start }
    closedTo = extent.end
  }
}

/** Without a closing brace it ends at a quote, which is where a field ends. */
function unclosedEnd(bytes: Uint8Array, start: number): number {
  const quote = bytes.indexOf(0x22, start)
  return Math.min(quote < 0 ? bytes.length : quote, start + longestUnclosed)
}

const longestUnclosed = 8_192

function openerIn(bytes: Uint8Array, from: number, before: number): number {
  const beginnings = new Beginnings(bytes)
  for (let at = from; at < before; at++) {
    const byte = bytes[at]
    if ((byte === 0x24 || byte === 0x25 || byte === 0x5c || byte === 0x26) && beginnings.opensAt(at, bytes.length))
      return at
  }
  return -1
}
