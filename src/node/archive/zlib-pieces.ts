import { crc32 } from 'node:zlib'
import { InflateRaw } from 'minizlib'
import { ArchiveGap, PieceReader } from '../../archive/index.ts'
import { SyncStream } from './sync-stream.ts'

/** Deflate gives at most 1,032 bytes for one, so that one piece gives 16 MiB at most. */
const pieceBytes = 16_384
/** Its types do not have all that it hands on to node:zlib. */
const options: ConstructorParameters<typeof InflateRaw>[0] & { readonly chunkSize: number } = { chunkSize: 65_536 }

/** Undoes raw deflate (RFC 1951) at once, piece by piece. Throws ArchiveGap. */
export function* inflatePieces(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  const reader = new PieceReader(pieces)
  try {
    yield* inflateFrom(reader)
  } finally {
    reader.close()
  }
}

/**
 * Undoes gzip (RFC 1952), all members of it. Zeros at the end, as tapes have them, are passed over; anything else
 * there is told as a gap, after all that came before. Throws ArchiveGap.
 */
export function* gunzipPieces(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  const reader = new PieceReader(pieces)
  try {
    passHeader(reader, reader.byte())
    for (;;) {
      yield* member(reader)
      let next = 0
      while (next === 0) {
        if (reader.ended()) return
        next = reader.byte()
      }
      passHeader(reader, next, 'something that is no gzip follows its end')
    }
  } finally {
    reader.close()
  }
}

function passHeader(reader: PieceReader, first: number, otherwise = 'it has no header of gzip'): void {
  if (first !== 0x1f || reader.ended() || reader.byte() !== 0x8b) throw new ArchiveGap('malformed', otherwise)
  const [method, flags = 0] = reader.need(8)
  if (method !== 8) throw new ArchiveGap('unsupported', `its compression is number ${method} of gzip`)
  if ((flags & 4) !== 0) reader.skip(reader.byte() | (reader.byte() << 8))
  for (const named of [8, 16]) {
    if ((flags & named) === 0) continue
    while (reader.byte() !== 0);
  }
  if ((flags & 2) !== 0) reader.skip(2)
}

function* member(reader: PieceReader): Generator<Uint8Array, void, undefined> {
  let crc = 0
  let size = 0
  for (const piece of inflateFrom(reader)) {
    crc = crc32(piece, crc)
    size += piece.length
    yield piece
  }
  const trailer = reader.need(8)
  const view = new DataView(trailer.buffer, trailer.byteOffset, trailer.byteLength)
  if (view.getUint32(0, true) !== crc || view.getUint32(4, true) !== size % 0x1_0000_0000) {
    throw new ArchiveGap('malformed', 'its content does not fit its checksum')
  }
}

/**
 * Streams that are done with, to be used again: what Node holds for one it lets go only when its loop turns, which it
 * does not while a thread looks into a tree of files.
 */
const idle: SyncStream[] = []
/** As many are open at once where compressed files lie in each other. */
const mostIdle = 16

function letGo(stream: SyncStream): void {
  if (idle.length < mostIdle && stream.reset()) idle.push(stream)
  else stream.close()
}

/** Takes from the reader exactly what belongs to the compressed data. */
function* inflateFrom(reader: PieceReader): Generator<Uint8Array, void, undefined> {
  const stream = idle.pop() ?? new SyncStream(new InflateRaw(options), gapOf)
  try {
    for (;;) {
      const piece = reader.some(pieceBytes)
      if (piece.length === 0) {
        if (stream.isAtEnd()) return
        throw new ArchiveGap('truncated', 'its compressed data end too early')
      }
      yield* stream.push(piece)
      stream.check()
      if (stream.taken === piece.length) continue
      // What it did not take lies behind the end of the compressed data.
      reader.unread(piece.length - stream.taken)
      return
    }
  } finally {
    letGo(stream)
  }
}

function gapOf(error: unknown): ArchiveGap {
  return new ArchiveGap('malformed', 'its compressed data are damaged', { cause: error })
}
