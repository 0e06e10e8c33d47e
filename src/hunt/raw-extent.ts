import { opensAt } from './sweep/needles.ts'
import { FoldedReader } from './sweep/folded.ts'

const longest = 8_192

/** The first payload of a record as it is written there, from its opener to the brace that closes it, in whatever escapes. */
export function rawExtent(bytes: Uint8Array): { readonly start: number; readonly end: number } | null {
  const start = openerIn(bytes)
  if (start < 0) return null
  const most = Math.min(bytes.length, start + longest)
  const reader = new FoldedReader(bytes, bytes.length)
  let open = 0
  for (let at = start; at < most; ) {
    const code = reader.at(at)
    const next = Math.max(reader.next, at + 1)
    if (code === 0x24 && reader.at(next) === 0x7b) {
      open++
      at = Math.max(reader.next, next)
      continue
    }
    if (code === 0x7d && --open <= 0) return { start, end: next }
    at = next
  }
  const quote = bytes.indexOf(0x22, start)
  return { start, end: quote < 0 || quote > most ? most : quote }
}

function openerIn(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if ((byte === 0x24 || byte === 0x25 || byte === 0x5c || byte === 0x26) && opensAt(bytes, at, bytes.length)) return at
  }
  return -1
}
