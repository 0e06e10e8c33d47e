import { DeflateRaw } from 'minizlib'
import { ArchiveGap } from '../../archive/index.ts'
import { SyncStream } from './sync-stream.ts'

/** Compresses as raw deflate (RFC 1951) at once, piece by piece; how the bytes come in pieces does not change the result. */
export function* deflatePieces(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  const stream = new SyncStream(new DeflateRaw({}), failed)
  try {
    for (const piece of pieces) {
      yield* stream.push(piece)
      stream.check()
    }
    yield* stream.end()
    stream.check()
  } finally {
    stream.close()
  }
}

function failed(error: unknown): ArchiveGap {
  return new ArchiveGap('malformed', 'it could not be compressed', { cause: error })
}
