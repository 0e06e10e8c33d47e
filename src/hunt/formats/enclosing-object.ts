import type { Span } from './format.ts'

/** Attempts: objects that begin before the place, and end there too. */
const mostTried = 8

/**
 * The JSON object that a place is in, whose first member is `name`, which is given in its quotes. A client cannot write it
 * into a text: there quotes have a backslash. In linear time.
 */
export function enclosingObject(piece: string, place: number, name: string): Span | null {
  let before = place
  for (let tried = 0; tried < mostTried; tried++) {
    const at = piece.lastIndexOf(name, before - 1)
    if (at < 0) return null
    const start = piece.slice(0, at).trimEnd().length - 1
    if (piece[start] === '{') {
      const end = endOfObject(piece, start)
      return end > place ? { start, end } : null
    }
    before = at
  }
  return null
}

/** Where the object ends that begins at `start`; the end of the piece if it does not. */
function endOfObject(piece: string, start: number): number {
  let depth = 0
  let inText = false
  for (let at = start; at < piece.length; at++) {
    const code = piece.charCodeAt(at)
    if (code === 0x5c) at++
    else if (code === 0x22) inText = !inText
    else if (!inText && (code === 0x7b || code === 0x5b)) depth++
    else if (!inText && (code === 0x7d || code === 0x5d) && --depth === 0) return at + 1
  }
  return piece.length
}
