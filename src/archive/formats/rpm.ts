import { ArchiveGap } from '../archive-gap.ts'
import { startsWith } from '../compressed.ts'
import type { ArchiveFormat, Compression, Entry } from '../format.ts'
import { PieceReader } from '../piece-reader.ts'

const leadSize = 96
const mostHeader = 256 * 2 ** 20

/** By the first bytes of the payload, which need not be what the header says. */
const compressions: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['lzma', [0x5d, 0x00, 0x00]],
]

const cpioMagic = [0x30, 0x37, 0x30, 0x37, 0x30]

/** An RPM package (RPM V4 Package format): a lead, two headers, and a compressed cpio, which is its one entry. */
export const rpm: ArchiveFormat = {
  id: 'rpm',
  summary: 'RPM packages',
  headBytes: 512,
  claims: (head) => startsWith(head, [0xed, 0xab, 0xee, 0xdb]) && (head[4] === 3 || head[4] === 4),

  *entries(input, tools) {
    const reader = new PieceReader(input.stream())
    try {
      reader.skip(leadSize)
      // Only the signature is filled up to eight bytes.
      const signature = skipHeader(reader)
      reader.skip((8 - (signature % 8)) % 8)
      skipHeader(reader)
      yield payload(reader, (compression, pieces) => tools.decompress(compression, pieces))
    } finally {
      reader.close()
    }
  },
}

function payload(
  reader: PieceReader,
  decompress: (compression: Compression, pieces: Iterable<Uint8Array>) => Iterable<Uint8Array>,
): Entry {
  const head = reader.need(6)
  function* pieces(): Generator<Uint8Array, void, undefined> {
    yield head
    yield* reader.rest()
  }
  const compression = compressions.find(([, magic]) => startsWith(head, magic))?.[0]
  if (compression === undefined && !startsWith(head, cpioMagic)) {
    throw new ArchiveGap('unsupported', 'its payload is neither a cpio nor compressed in a way that is known')
  }
  return {
    name: 'payload.cpio',
    kind: 'file',
    size: null,
    crc32: null,
    linkTo: null,
    encrypted: false,
    inPlace: () => null,
    content: () => (compression === undefined ? pieces() : decompress(compression, pieces())),
  }
}

/** A header structure: magic, the number of index entries of 16 bytes, the size of the store. Gives its length. */
function skipHeader(reader: PieceReader): number {
  const intro = reader.need(16)
  if (!startsWith(intro, [0x8e, 0xad, 0xe8, 0x01])) throw new ArchiveGap('malformed', 'it has no RPM header')
  const view = new DataView(intro.buffer, intro.byteOffset, intro.byteLength)
  const length = view.getUint32(8) * 16 + view.getUint32(12)
  if (length > mostHeader) throw new ArchiveGap('too-large', `its header has ${length} bytes`)
  reader.skip(length)
  return length
}
