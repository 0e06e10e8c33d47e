import { ArchiveGap } from './archive-gap.ts'
import { lz4LegacyMagic, lz4Magic } from './compressed.ts'
import { PieceReader } from './piece-reader.ts'
import { SlidingWindow } from './sliding-window.ts'

const skippableMagic = 0x184d2a50
/** Matches reach at most this far back (LZ4 Block Format). */
const windowBytes = 65_535
/** Uncompressed, of each block of a legacy frame (lz4_Frame_format.md, "Legacy frame"). */
const legacyBlock = 8 * 2 ** 20
/** Pieces in which long literals and matches are made. */
const stepBytes = 65_536

/**
 * Undoes the LZ4 frame format (lz4_Frame_format.md 1.6.3) and its legacy form, all frames of it, in a memory of two
 * windows whatever the blocks' size. Checksums are passed over: what is damaged is for the reader of the content to
 * notice. Throws ArchiveGap.
 */
export function* unlz4(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  const reader = new PieceReader(pieces)
  try {
    for (let magic: number | null = uint32(reader.need(4)); magic !== null; ) {
      if ((magic & 0xfffffff0) >>> 0 === skippableMagic) reader.skip(uint32(reader.need(4)))
      else if (magic === lz4Magic) yield* frame(reader)
      else if (magic === lz4LegacyMagic) {
        magic = yield* legacyFrame(reader)
        continue
      } else throw new ArchiveGap('malformed', 'something that is no LZ4 frame follows')
      const next = reader.take(4)
      magic = next === null ? null : uint32(next)
    }
  } finally {
    reader.close()
  }
}

function* frame(reader: PieceReader): Generator<Uint8Array, void, undefined> {
  const [flags = 0, descriptor = 0] = reader.need(2)
  if (flags >> 6 !== 1) throw new ArchiveGap('unsupported', 'its LZ4 frame is of another version')
  if ((flags & 1) !== 0) throw new ArchiveGap('unsupported', 'its LZ4 frame needs a dictionary')
  const most = 1 << (8 + 2 * ((descriptor >> 4) & 7))
  reader.skip(((flags & 8) !== 0 ? 8 : 0) + 1)
  const independent = (flags & 0x20) !== 0
  const window = new SlidingWindow(windowBytes, windowBytes)
  for (;;) {
    const size = uint32(reader.need(4))
    if (size === 0) break
    const length = size & 0x7fffffff
    if (length > most) throw new ArchiveGap('malformed', 'an LZ4 block is larger than its frame allows')
    if (independent) window.reset()
    yield* size >>> 31 === 1 ? plain(reader, length, window) : block(reader, length, { window, most })
    if ((flags & 0x10) !== 0) reader.skip(4)
  }
  if ((flags & 4) !== 0) reader.skip(4)
}

/** Blocks that know nothing of each other, until the bytes end or another frame begins; gives what that begins with. */
function* legacyFrame(reader: PieceReader): Generator<Uint8Array, number | null, undefined> {
  for (;;) {
    const next = reader.take(4)
    if (next === null) return null
    const size = uint32(next)
    if (size === lz4Magic || size === lz4LegacyMagic || (size & 0xfffffff0) >>> 0 === skippableMagic) return size
    const window = new SlidingWindow(windowBytes, windowBytes)
    yield* block(reader, size, { window, most: legacyBlock })
  }
}

function* plain(reader: PieceReader, length: number, window: SlidingWindow): Generator<Uint8Array, void, undefined> {
  for (let left = length; left > 0; ) {
    left -= literals(reader, left, window)
    yield* window.take()
  }
}

/** Takes some of the bytes that lie there uncompressed; gives how many. */
function literals(reader: PieceReader, most: number, window: SlidingWindow): number {
  const some = reader.some(Math.min(most, stepBytes))
  if (some.length === 0) throw new ArchiveGap('truncated', 'its compressed data end too early')
  window.add(some)
  return some.length
}

/** One block (lz4_Block_format.md): literals and matches by turns, the last of which are literals. */
function* block(
  reader: PieceReader,
  length: number,
  { window, most }: { readonly window: SlidingWindow; readonly most: number },
): Generator<Uint8Array, void, undefined> {
  const end = reader.position + length
  let room = most
  const take = (wanted: number): number => {
    room -= wanted
    if (room < 0 || reader.position > end) throw damaged()
    return wanted
  }
  while (reader.position < end) {
    const token = reader.byte()
    for (let left = take(lengthOf(token >> 4, reader)); left > 0; ) {
      left -= literals(reader, left, window)
      if (window.full) yield* window.take()
    }
    if (reader.position >= end) break
    const distance = reader.byte() | (reader.byte() << 8)
    for (let left = take(lengthOf(token & 15, reader) + 4); left > 0; left -= Math.min(left, stepBytes)) {
      window.copy(distance, Math.min(left, stepBytes))
      if (window.full) yield* window.take()
    }
  }
  if (reader.position !== end) throw damaged()
  yield* window.take()
}

/** 15 is continued in further bytes, up to one that is not 255. */
function lengthOf(start: number, reader: PieceReader): number {
  let sum = start
  if (start !== 15) return sum
  for (let byte = 255; byte === 255; ) {
    byte = reader.byte()
    sum += byte
  }
  return sum
}

function damaged(): ArchiveGap {
  return new ArchiveGap('malformed', 'an LZ4 block is damaged')
}

function uint32(bytes: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0
}
