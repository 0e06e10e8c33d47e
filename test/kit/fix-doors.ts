import { crc32, deflateRawSync, gunzipSync, inflateRawSync } from 'node:zlib'
import { ArchiveGap, bytesOf } from '../../src/archive/index.ts'
import type { FixDoors } from '../../src/fix/index.ts'

/** All in memory; `kept` counts what was put aside and not let go. */
export function fixDoors(): FixDoors & { readonly kept: () => number } {
  let kept = 0
  return {
    kept: () => kept,
    tools: {
      decompress(compression, pieces) {
        const undo = { 'deflate-raw': inflateRawSync, gzip: gunzipSync }[compression as string]
        if (undo === undefined) throw new ArchiveGap('unsupported', compression)
        try {
          return [undo(Buffer.concat([...pieces]))]
        } catch (error) {
          throw new ArchiveGap('malformed', String(error))
        }
      },
      libarchive: () => [],
    },
    deflateRaw: (pieces) => [deflateRawSync(Buffer.concat([...pieces]))],
    crc32: (bytes, before) => crc32(bytes, before),
    keep(pieces) {
      const bytes = bytesOf(Buffer.concat([...pieces].map((piece) => Buffer.from(piece))))
      kept++
      return {
        ...bytes,
        close: () => {
          kept--
        },
      }
    },
  }
}
