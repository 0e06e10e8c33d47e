import { FoldedReader } from './sweep/folded.ts'
import { Beginnings } from './sweep/needles.ts'

/** Where a payload lies in a record, in bytes. */
export interface Extent {
  readonly start: number
  readonly end: number
  /** Whether the brace that closes it was found. */
  readonly closed: boolean
}

/** The first payload at or behind `from` as it is written, from its opener to the brace that closes it, in whatever escapes. */
export function rawExtent(bytes: Uint8Array, from = 0, longest = 8_192): Extent | null {
  const start = openerIn(bytes, from)
  if (start < 0) return null
  const most = Math.min(bytes.length, start + longest)
  const reader = new FoldedReader(bytes)
  let open = 0
  for (let at = start; at < most; ) {
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
  const quote = bytes.indexOf(0x22, start)
  return { start, end: quote < 0 || quote > most ? most : quote, closed: false }
}

/** Where a payload that begins before `lineEnd` is closed behind it; `null` if none is. */
export function closedBehind(bytes: Uint8Array, lineEnd: number): number | null {
  for (let at = 0; at < lineEnd; ) {
    const extent = rawExtent(bytes, at, bytes.length)
    if (extent === null || extent.start >= lineEnd || !extent.closed) return null
    if (extent.end > lineEnd) return extent.end
    at = extent.end
  }
  return null
}

function openerIn(bytes: Uint8Array, from: number): number {
  const beginnings = new Beginnings(bytes)
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]
    if ((byte === 0x24 || byte === 0x25 || byte === 0x5c || byte === 0x26) && beginnings.opensAt(at, bytes.length))
      return at
  }
  return -1
}
