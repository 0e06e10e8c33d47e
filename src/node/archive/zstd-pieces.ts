import zlib from 'node:zlib'
import { Decompress } from 'fzstd'
import { ZstdDecompress } from 'minizlib'
import { ArchiveGap } from '../../archive/index.ts'
import { SyncStream } from './sync-stream.ts'
import { type FrameDecoder, mostWindowBytes, unzstd } from './zstd-frames.ts'

/** Node has Zstandard since 22.15; before, and in none of ours, it is done in JavaScript. */
const native = 'createZstdDecompress' in zlib

/** Undoes Zstandard (RFC 8878) at once, piece by piece. Throws ArchiveGap. */
export function unzstdPieces(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  return unzstd(pieces, native ? nativeDecoder : portableDecoder)
}

/** `ZSTD_d_windowLogMax` of zstd.h. */
const windowLogMax = 100
/** Its types do not have all that it hands on to node:zlib. */
const options: ConstructorParameters<typeof ZstdDecompress>[0] & {
  readonly chunkSize: number
  readonly params: object
} = {
  chunkSize: 131_072,
  params: { [windowLogMax]: Math.log2(mostWindowBytes) },
}

function portableDecoder(): FrameDecoder {
  const ready: Uint8Array[] = []
  const stream = new Decompress((chunk) => {
    if (chunk.length > 0) ready.push(chunk)
  })
  return {
    push(part) {
      try {
        stream.push(part, false)
      } catch (error) {
        throw damaged(error)
      }
      return ready.splice(0)
    },
    close: () => undefined,
  }
}

function nativeDecoder(): FrameDecoder {
  const stream = new SyncStream(new ZstdDecompress(options), damaged)
  return {
    *push(part, last) {
      yield* stream.push(part)
      if (last) yield* stream.end()
      stream.check()
    },
    close: () => stream.close(),
  }
}

function damaged(cause: unknown): ArchiveGap {
  return new ArchiveGap('malformed', 'its compressed data are damaged', { cause })
}
