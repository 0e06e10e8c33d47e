import { Decompress } from 'fzstd'
import { ArchiveGap } from '../../archive/index.ts'
import { atMost } from './pieces.ts'

/** Four bytes can make a block of 128 KiB, so that one piece gives 64 MiB at most. */
const pieceBytes = 2_048

/** Undoes Zstandard (RFC 8878) at once, piece by piece. Throws ArchiveGap. */
export function* unzstdPieces(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  const ready: Uint8Array[] = []
  const stream = new Decompress((chunk) => {
    if (chunk.length > 0) ready.push(chunk)
  })
  const push = (piece: Uint8Array, last: boolean): void => {
    try {
      stream.push(piece, last)
    } catch (error) {
      const early = last || (error instanceof Error && /unexpected EOF/i.test(error.message))
      if (early) throw new ArchiveGap('truncated', 'its compressed data end too early', { cause: error })
      throw new ArchiveGap('malformed', 'its compressed data are damaged', { cause: error })
    }
  }
  for (const piece of atMost(pieces, pieceBytes)) {
    push(piece.slice(), false)
    yield* ready.splice(0)
  }
  push(new Uint8Array(0), true)
  yield* ready.splice(0)
}
