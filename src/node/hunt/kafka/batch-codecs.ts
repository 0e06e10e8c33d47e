import type { Compression } from '../../../archive/index.ts'
import { archiveTools } from '../../archive/index.ts'

/** Of one batch, unpacked: producers make batches of a megabyte or so, and one may be made to burst. */
const mostBytes = 64 << 20

interface BatchCodec {
  compress(): Promise<Buffer>
  decompress(buffer: Buffer): Promise<Buffer>
}

/**
 * What undoes the packing of batches, by the numbers that Kafka has for it; 2, Snappy, is not among them.
 *
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export const batchCodecs = { 1: codecOf('gzip'), 3: codecOf('lz4'), 4: codecOf('zstd') }

function codecOf(compression: Compression): () => BatchCodec {
  return () => ({
    compress: () => Promise.reject(new Error('a hunt sends nothing')),
    decompress: (bytes) =>
      new Promise((resolve) => {
        resolve(unpacked(compression, bytes))
      }),
  })
}

function unpacked(compression: Compression, bytes: Buffer): Buffer {
  const kept: Uint8Array[] = []
  let size = 0
  for (const piece of archiveTools().decompress(compression, [bytes])) {
    size += piece.length
    if (size > mostBytes) throw new Error(`a batch holds more than ${mostBytes} bytes`)
    kept.push(piece.slice())
  }
  return Buffer.concat(kept)
}
