import zlib from 'node:zlib'
import { ZstdDecompress } from 'minizlib'
import { ArchiveGap } from '../../archive/index.ts'
import { SyncStream } from './sync-stream.ts'
import { type FrameDecoder, mostWindowBytes, unzstd } from './zstd-frames.ts'
import { ZstdInstance } from './zstd-instance.ts'

/** Node has Zstandard since 22.15; before, it is done in WebAssembly. */
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

/** Instances that are done with, to be used again. */
const idle: ZstdInstance[] = []
/** As many are open at once where compressed files lie in each other. */
const mostIdle = 4
/** An instance that grew beyond this is let go: its memory cannot shrink. */
const keptBytes = 32 * 2 ** 20

function portableDecoder(): FrameDecoder {
  const instance = idle.pop() ?? new ZstdInstance()
  let isSound = true
  return {
    *push(part, last) {
      let ended = false
      isSound = false
      try {
        ended = yield* instance.undo(part)
      } catch (error) {
        throw damaged(error)
      }
      isSound = true
      if (last !== ended) throw damaged(new Error(last ? 'the frame does not end' : 'the frame ends too early'))
    },
    close() {
      if (!isSound) return
      instance.reset()
      if (idle.length < mostIdle && instance.memoryBytes <= keptBytes) idle.push(instance)
    },
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
