import { Gunzip, InflateRaw } from 'minizlib'
import { ArchiveGap } from '../../archive/index.ts'
import { atMost } from './pieces.ts'

/** Deflate gives at most 1,032 bytes for one, so that one piece gives 16 MiB at most. */
const pieceBytes = 16_384

/** Undoes gzip (RFC 1952, all members) or raw deflate (RFC 1951) at once, piece by piece. Throws ArchiveGap. */
export function* inflatePieces(
  compression: 'gzip' | 'deflate-raw',
  pieces: Iterable<Uint8Array>,
): Generator<Uint8Array, void, undefined> {
  const stream = compression === 'gzip' ? new Gunzip({}) : new InflateRaw({})
  const ready: Uint8Array[] = []
  let failed: ArchiveGap | null = null
  stream.on('data', (chunk: Uint8Array) => ready.push(chunk))
  stream.on('error', (error: unknown) => {
    failed ??= gapOf(error)
  })
  try {
    for (const piece of atMost(pieces, pieceBytes)) {
      // A copy: the stream may keep what it was given, and the piece's memory is used again.
      stream.write(Buffer.from(piece))
      yield* ready.splice(0)
      if (failed !== null) throw failed as ArchiveGap // assigned by the listener above
    }
    stream.end()
    yield* ready.splice(0)
    if (failed !== null) throw failed as ArchiveGap // assigned by the listener above
  } finally {
    stream.close()
  }
}

function gapOf(error: unknown): ArchiveGap {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'Z_BUF_ERROR') return new ArchiveGap('truncated', 'its compressed data end too early', { cause: error })
  return new ArchiveGap('malformed', 'its compressed data are damaged', { cause: error })
}
