/** What the formats of `archive` need of this platform: decompression at once, piece by piece. */
import { ArchiveGap, type ArchiveTools, type Compression, unlz4 } from '../../archive/index.ts'
import { bunzip2Pieces } from './bzip2-pieces.ts'
import { libarchiveEntries, loadLibarchive } from './libarchive.ts'
import { loadXz, unxzPieces } from './xz-pieces.ts'
import { inflatePieces } from './zlib-pieces.ts'
import { unzstdPieces } from './zstd-pieces.ts'

type Decompressor = (pieces: Iterable<Uint8Array>) => Iterable<Uint8Array>

const decompressors: Readonly<Record<Compression, Decompressor>> = {
  'deflate-raw': (pieces) => inflatePieces('deflate-raw', pieces),
  gzip: (pieces) => inflatePieces('gzip', pieces),
  bzip2: bunzip2Pieces,
  xz: unxzPieces,
  lzma() {
    throw new ArchiveGap('unsupported', 'its compression is LZMA without a container, which is not read')
  },
  zstd: unzstdPieces,
  lz4: unlz4,
}

/** Loads what must be loaded before anything can be done at once; each thread does so for itself. */
export async function loadArchiveTools(): Promise<ArchiveTools> {
  await loadXz()
  const library = await loadLibarchive()
  return {
    decompress: (compression, pieces) => decompressors[compression](pieces),
    libarchive: (format, input) => libarchiveEntries(library, format, input),
  }
}
