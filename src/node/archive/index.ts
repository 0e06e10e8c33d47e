/** What the formats of `archive` need of this platform: decompression at once, piece by piece. */
import { type ArchiveTools, type Compression, inflate64, unlz4, unlzma, unxz } from '../../archive/index.ts'
import { bunzip2Pieces } from './bzip2-pieces.ts'
import { loadLibarchive } from './libarchive.ts'
import { gunzipPieces, inflatePieces } from './zlib-pieces.ts'
import { unzstdPieces } from './zstd-pieces.ts'

export { deflatePieces } from './deflate-pieces.ts'

type Decompressor = (pieces: Iterable<Uint8Array>) => Iterable<Uint8Array>

/**
 * How far back LZMA may reach, in bytes of memory: four times what `xz -9` asks for. What asks for more is undone all
 * the same as long as it does not use it.
 */
const mostWindow = 256 * 2 ** 20

const decompressors: Readonly<Record<Compression, Decompressor>> = {
  'deflate-raw': inflatePieces,
  deflate64: inflate64,
  gzip: gunzipPieces,
  bzip2: bunzip2Pieces,
  xz: (pieces) => unxz(pieces, mostWindow),
  lzma: (pieces) => unlzma(pieces, mostWindow),
  zstd: unzstdPieces,
  lz4: unlz4,
}

/** What the formats need of this platform; each thread makes its own. */
export function archiveTools(): ArchiveTools {
  const library = loadLibarchive()
  return {
    decompress: (compression, pieces) => decompressors[compression](pieces),
    libarchive: (format, input) => library.entries(format, input),
  }
}
