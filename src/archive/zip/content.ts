import { ArchiveGap } from '../archive-gap.ts'
import { type Bytes, piecesOf, slice } from '../bytes.ts'
import type { ArchiveTools, Compression } from '../format.ts'
import type { ZipRecord } from './record.ts'

/** Methods beside stored (0) by their numbers (APPNOTE 4.4.5). */
const compressions: Readonly<Record<number, Compression>> = {
  8: 'deflate-raw',
  9: 'deflate64',
  12: 'bzip2',
  14: 'lzma',
  93: 'zstd',
  95: 'xz',
}

const names: Readonly<Record<number, string>> = {
  1: 'shrink',
  2: 'reduce',
  6: 'implode',
  10: 'PKWARE implode',
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
  else if (record.method === 14) yield* tools.decompress('lzma', lzmaOf(packed, record))
  else yield* tools.decompress(compressionOf(record), piecesOf(packed))
}

/**
 * As the format of LZMA alone has it: in a zip (APPNOTE 5.8.8) the version and the length of the properties stand in
 * front, the size is in the directory, and bit 1 of the flags says that there is a mark at the end.
 */
function* lzmaOf(packed: Bytes, { size, flags }: ZipRecord): Generator<Uint8Array, void, undefined> {
  const start = packed.read(0, 9)
  if (start.length < 9 || start[2] !== 5 || start[3] !== 0) {
    throw new ArchiveGap('malformed', 'its LZMA data do not begin as they should')
  }
  const header = new Uint8Array(13).fill(0xff)
  header.set(start.subarray(4))
  if ((flags & 2) === 0) {
    const view = new DataView(header.buffer)
    view.setUint32(5, size >>> 0, true)
    view.setUint32(9, Math.floor(size / 2 ** 32), true)
  }
  yield header
  yield* piecesOf(packed, 9)
}

/** Throws ArchiveGap `unsupported`. */
export function compressionOf({ method }: ZipRecord): Compression {
  const compression = compressions[method]
  if (compression !== undefined) return compression
  throw new ArchiveGap('unsupported', `its compression is ${names[method] ?? 'unknown'} (method ${method})`)
}
