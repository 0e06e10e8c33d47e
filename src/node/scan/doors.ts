import { constants, crc32, inflateRawSync } from 'node:zlib'
import { type ArchiveFormat, ArchiveGap, type ArchiveTools } from '../../archive/index.ts'
import type { ScanDoors } from '../../scan/index.ts'
import { codeOf } from './open-file.ts'
import { spoolToFile } from './spool.ts'

/** What an examination needs, of Node. */
export function scanDoors(formats: readonly ArchiveFormat[], tools: ArchiveTools): ScanDoors {
  return {
    formats,
    tools,
    inflateRaw,
    inflateHead,
    crc32: (bytes, before = 0) => crc32(bytes, before),
    spool: spoolToFile,
    elapsed: () => performance.now(),
  }
}

function inflateRaw(packed: Uint8Array, size: number, limit: number): Uint8Array {
  try {
    // With the right size for its first buffer, zlib needs no second one.
    const chunkSize = Math.max(64, Math.min(size + 1, limit, 2 ** 24))
    return inflateRawSync(packed, { chunkSize, maxOutputLength: limit })
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new ArchiveGap('too-large', `more than ${limit} bytes come out of it`)
    if (code === 'Z_BUF_ERROR') throw new ArchiveGap('truncated', 'its compressed data end too early')
    throw new ArchiveGap('malformed', 'its compressed data are damaged', { cause: error })
  }
}

function inflateHead(packed: Uint8Array, length: number): Uint8Array {
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 2 * length, maxOutputLength: 2 ** 21 }
    return inflateRawSync(packed, options).subarray(0, length)
  } catch {
    return new Uint8Array(0)
  }
}
