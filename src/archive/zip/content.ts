import { ArchiveGap } from '../archive-gap.ts'
import { type Bytes, piecesOf, slice } from '../bytes.ts'
import type { ArchiveTools, Compression } from '../format.ts'
import type { ZipRecord } from './record.ts'

/** Methods beside stored (0) by their numbers (APPNOTE 4.4.5). */
const compressions: Readonly<Record<number, Compression>> = {
  8: 'deflate-raw',
  12: 'bzip2',
  93: 'zstd',
  95: 'xz',
}

const names: Readonly<Record<number, string>> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  14: 'LZMA',
  96: 'JPEG variant',
  97: 'WavPack',
  98: 'PPMd',
  99: 'AES encryption',
}

export function isEncrypted({ flags, method }: ZipRecord): boolean {
  return (flags & 1) !== 0 || method === 99
}

/**
 * The compressed bytes of an entry, in place. Throws ArchiveGap if its local header is not where the directory says,
 * or the bytes end before it does.
 */
export function packedBytes(bytes: Bytes, record: ZipRecord): Bytes {
  const header = bytes.read(record.headerAt, 30)
  if (header.length < 30 || header[0] !== 0x50 || header[1] !== 0x4b || header[2] !== 3 || header[3] !== 4) {
    const cut = record.headerAt + 30 > bytes.size
    throw new ArchiveGap(cut ? 'truncated' : 'malformed', 'no local header lies where the directory says')
  }
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  const start = record.headerAt + 30 + view.getUint16(26, true) + view.getUint16(28, true)
  if (start + record.compressedSize > bytes.size) {
    throw new ArchiveGap('truncated', `the archive ends ${start + record.compressedSize - bytes.size} bytes too early`)
  }
  return slice(bytes, start, record.compressedSize)
}

/** The uncompressed content, piece by piece. Throws ArchiveGap (`encrypted`, `unsupported`, `truncated`, `malformed`). */
export function* unpacked(
  bytes: Bytes,
  record: ZipRecord,
  tools: ArchiveTools,
): Generator<Uint8Array, void, undefined> {
  if (isEncrypted(record)) throw new ArchiveGap('encrypted', 'the entry is encrypted')
  const packed = packedBytes(bytes, record)
  if (record.method === 0) yield* piecesOf(packed)
  else yield* tools.decompress(compressionOf(record), piecesOf(packed))
}

/** Throws ArchiveGap `unsupported`. */
export function compressionOf({ method }: ZipRecord): Compression {
  const compression = compressions[method]
  if (compression !== undefined) return compression
  throw new ArchiveGap('unsupported', `its compression is ${names[method] ?? 'unknown'} (method ${method})`)
}
