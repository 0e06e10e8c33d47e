import { ArchiveGap } from '../archive-gap.ts'
import type { PieceReader } from '../piece-reader.ts'
import { SlidingWindow } from '../sliding-window.ts'
import { LzmaDecoder } from './lzma-decoder.ts'
import { RangeDecoder } from './range-decoder.ts'

function damaged(): ArchiveGap {
  return new ArchiveGap('malformed', 'its compressed data are damaged')
}

/**
 * LZMA2 (The .xz File Format 1.2.0, section 5.3.1; the LZMA SDK's Lzma2Dec): LZMA in chunks of up to 2 MiB, each of
 * which says what of the state before it keeps. Throws ArchiveGap.
 */
export function* unlzma2(
  reader: PieceReader,
  { windowBytes, mostWindow }: { readonly windowBytes: number; readonly mostWindow: number },
): Generator<Uint8Array, void, undefined> {
  const window = new SlidingWindow(windowBytes, mostWindow)
  const range = new RangeDecoder(() => {
    throw damaged()
  })
  const decoder = new LzmaDecoder(range, window)
  /** What the next chunk must at least bring anew: 3 all, 2 properties, 1 the state, 0 nothing. */
  let needs = 3
  for (;;) {
    const control = uint(reader, 1)
    if (control === 0) break
    if (control < 0x80) {
      if (control > 2 || (control === 2 && needs === 3)) throw damaged()
      if (control === 1) {
        decoder.restart()
        needs = Math.min(needs, 2)
      }
      for (const piece of reader.pieces(uint(reader, 2) + 1)) {
        decoder.put(piece)
        yield* window.take()
      }
      continue
    }
    const renews = (control >> 5) & 3
    if (renews < needs) throw damaged()
    let left = ((control & 0x1f) << 16) + uint(reader, 2) + 1
    const packed = uint(reader, 2) + 1
    if (renews === 3) decoder.restart()
    if (renews >= 2) decoder.properties(uint(reader, 1), 4)
    if (renews >= 1) decoder.reset()
    needs = 0
    range.feed(reader.need(packed))
    range.start()
    while (left > 0) {
      const made = decoder.decode(left)
      if (made < 0) throw damaged()
      left -= made
      if (window.full) yield* window.take()
    }
    if (!range.settled || range.left > 0) throw damaged()
  }
  yield* window.take()
}

/** The highest byte first. */
function uint(reader: PieceReader, length: number): number {
  let value = 0
  for (const byte of reader.need(length)) value = value * 256 + byte
  return value
}
