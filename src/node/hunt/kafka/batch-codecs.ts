import type { Compression } from '../../../archive/index.ts'
import { archiveTools } from '../../archive/index.ts'
import { unsnappy } from './snappy.ts'

/** Of one batch, unpacked: producers make batches of a megabyte or so, and one may be made to burst. */
const mostBytes = 64 << 20

interface BatchCodec {
  compress(): Promise<Buffer>
  decompress(buffer: Buffer): Promise<Buffer>
}

/**
 * What undoes the packing of batches, by the numbers that Kafka has for it.
 *
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export const batchCodecs = {
  1: codecOf((bytes) => unpacked('gzip', bytes)),
  2: codecOf((bytes) => unsnappy(bytes, mostBytes)),
  3: codecOf((bytes) => unpacked('lz4', bytes)),
  4: codecOf((bytes) => unpacked('zstd', bytes)),
}

function codecOf(unpack: (bytes: Buffer) => Buffer): () => BatchCodec {
  return () => ({
    compress: () => Promise.reject(new Error('a hunt sends nothing')),
    decompress: (bytes) =>
      new Promise((resolve, reject) => {
        try {
          resolve(unpack(bytes))
        } catch (error) {
          reject(new BatchUnreadable(error instanceof Error ? error.message : String(error)))
        }
      }),
  })
}

/** The client asks again for what fails, unless it is told that this is of no use. */
class BatchUnreadable extends Error {
  readonly retriable = false

  constructor(why: string) {
    super(`a batch cannot be unpacked: ${why}`)
  }
}

function unpacked(compression: Compression, bytes: Buffer): Buffer {
  const kept: Uint8Array[] = []
  let size = 0
  for (const piece of archiveTools().decompress(compression, [bytes])) {
    size += piece.length
    if (size > mostBytes) throw new Error(`it would unpack to more than ${mostBytes} bytes`)
    kept.push(piece.slice())
  }
  return Buffer.concat(kept)
}
