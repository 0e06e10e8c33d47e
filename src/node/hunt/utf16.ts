import { TextDecoder } from 'node:util'

export type Utf16 = 'utf-16le' | 'utf-16be'

/** How much of a log is looked at, in bytes. */
export const utf16HeadBytes = 512

/**
 * Whether a log is written in UTF-16, as PowerShell and other programs of Windows do: by its byte order mark (Unicode
 * section 23.8), or where there is none because every other byte of its beginning is zero, as in texts of Latin letters.
 */
export function utf16Of(head: Uint8Array): Utf16 | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const pairs = head.length >> 1
  if (pairs < leastPairs) return null
  let first = 0
  let second = 0
  for (let i = 0; i < 2 * pairs; i += 2) {
    if (head[i] === 0) first++
    if (head[i + 1] === 0) second++
  }
  // Words of other scripts in it have no zeros; blanks, digits and line ends do.
  if (second >= 0.6 * pairs && first <= 0.02 * pairs) return 'utf-16le'
  return first >= 0.6 * pairs && second <= 0.02 * pairs ? 'utf-16be' : null
}

const leastPairs = 8

/** Makes UTF-8 of UTF-16, piece by piece, without a byte order mark; what is no character becomes the replacement character. */
export class Utf16Reader {
  readonly #decoder: TextDecoder

  constructor(written: Utf16) {
    this.#decoder = new TextDecoder(written)
  }

  take(piece: Uint8Array): Uint8Array {
    return Buffer.from(this.#decoder.decode(piece, { stream: true }))
  }

  /** What is left at the end. */
  rest(): Uint8Array {
    return Buffer.from(this.#decoder.decode())
  }
}

/** The same of pieces that come at once. */
export function* asUtf8(pieces: Iterable<Uint8Array>, written: Utf16): Generator<Uint8Array, void, undefined> {
  const reader = new Utf16Reader(written)
  for (const piece of pieces) yield reader.take(piece)
  yield reader.rest()
}
