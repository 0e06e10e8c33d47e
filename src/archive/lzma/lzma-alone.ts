import { ArchiveGap } from '../archive-gap.ts'
import { PieceReader } from '../piece-reader.ts'
import { SlidingWindow } from '../sliding-window.ts'
import { LzmaDecoder } from './lzma-decoder.ts'
import { RangeDecoder } from './range-decoder.ts'

/** One byte of properties, four of the window's size, eight of the content's. */
const headerBytes = 13

/**
 * Undoes .lzma, the format before .xz (lzma-specification of the LZMA SDK, "Lzma file format"): one stream, whose size
 * is stated or which has a mark at its end. Throws ArchiveGap.
 */
export function* unlzma(pieces: Iterable<Uint8Array>, mostWindow: number): Generator<Uint8Array, void, undefined> {
  const reader = new PieceReader(pieces)
  const rest = reader.rest()
  try {
    const header = reader.need(headerBytes)
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
    const window = new SlidingWindow(view.getUint32(1, true), mostWindow)
    const range = new RangeDecoder(() => {
      const next = rest.next()
      return next.done === true ? null : next.value
    })
    const decoder = new LzmaDecoder(range, window)
    decoder.properties(view.getUint8(0))
    decoder.reset()
    range.start()
    for (let left = sizeIn(view); left > 0; ) {
      const made = decoder.decode(left)
      yield* window.take()
      if (made < 0) {
        if (left !== Number.POSITIVE_INFINITY && left + made + 1 > 0) {
          throw new ArchiveGap('truncated', 'its compressed data end too early')
        }
        return
      }
      left -= made
    }
  } finally {
    reader.close()
  }
}

/** Unknown, as all ones, means up to the mark. */
function sizeIn(view: DataView): number {
  const low = view.getUint32(5, true)
  const high = view.getUint32(9, true)
  return low === 0xffffffff && high === 0xffffffff ? Number.POSITIVE_INFINITY : high * 0x1_0000_0000 + low
}

/** Whether these can be the first bytes of one: there is no magic, but few bytes are possible, and they must make sense. */
export function looksLikeLzma(head: Uint8Array): boolean {
  if (head.length < headerBytes + 5 || (head[0] ?? 255) >= 225 || head[headerBytes] !== 0) return false
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const size = sizeIn(view)
  const possible =
    isUsualWindow(view.getUint32(1, true)) && (size === Number.POSITIVE_INFINITY || (size > 0 && size < 2 ** 38))
  return possible && makesSense(head)
}

/** What comes out of a beginning of 512 bytes in nearly all cases; more proves no more. */
const trialBytes = 65_536

/** What only happens to begin so soon copies from before its beginning, or ends before its content does. */
function makesSense(head: Uint8Array): boolean {
  try {
    let made = 0
    for (const piece of unlzma([head], trialBytes)) if ((made += piece.length) > trialBytes) break
    return true
  } catch (error) {
    return error instanceof ArchiveGap && error.because !== 'malformed'
  }
}

/** 2^n or 2^n + 2^(n-1), as every writer makes them and liblzma demands. */
function isUsualWindow(size: number): boolean {
  if (size < 4_096) return false
  const bits = 31 - Math.clz32(size)
  return size === 2 ** bits || size === 2 ** bits + 2 ** (bits - 1)
}
