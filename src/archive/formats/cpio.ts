import { ArchiveGap } from '../archive-gap.ts'
import type { ArchiveFormat, Entry } from '../format.ts'
import { decodeName } from '../name.ts'
import { EntryContent, PieceReader } from '../piece-reader.ts'

const mostName = 65_536
const trailer = 'TRAILER!!!'

/** cpio of cpio(5): `newc`, `newc` with checksums, and the portable `odc`; rpm and initramfs have the first. */
export const cpio: ArchiveFormat = {
  id: 'cpio',
  summary: 'cpio: newc, crc and odc',
  headBytes: 512,
  claims: (head) => /^07070[127][0-9A-Fa-f]{20}/.test(decodeName(head.subarray(0, 26))),

  *entries(input) {
    const reader = new PieceReader(input.stream())
    try {
      yield* cpioEntries(reader)
    } finally {
      reader.close()
    }
  },
}

interface Header {
  readonly mode: number
  readonly size: number
  readonly nameLength: number
  /** What names and contents are filled up to a multiple of. */
  readonly alignment: number
  readonly length: number
}

/** The entries of a cpio, also of one that lies in something else. Throws ArchiveGap. */
export function* cpioEntries(reader: PieceReader): Generator<Entry, void, undefined> {
  for (let seen = 0; ; seen++) {
    const start = reader.position
    const magic = reader.take(6)
    if (magic === null) {
      if (seen === 0) throw new ArchiveGap('truncated', 'it is empty')
      throw new ArchiveGap('truncated', 'it ends without its trailer')
    }
    const header = headerOf(decodeName(magic), reader)
    if (header === null) throw new ArchiveGap('malformed', `what follows entry ${seen} is no header of a cpio`)
    if (header.nameLength > mostName) throw new ArchiveGap('malformed', 'an entry has an impossible name')
    const name = decodeName(reader.need(header.nameLength)).replace(/\0.*$/s, '')
    reader.skip(fill(reader.position - start, header.alignment))
    if (name === trailer) return
    const content = new EntryContent(reader, header.size)
    yield {
      name,
      kind: kindOf(header.mode),
      size: header.size,
      crc32: null,
      linkTo: null,
      encrypted: false,
      inPlace: () => null,
      content: () => content.pieces(),
    }
    content.finish(fill(header.size, header.alignment))
  }
}

function headerOf(magic: string, reader: PieceReader): Header | null {
  if (magic === '070707') {
    const text = decodeName(reader.need(70))
    const octal = (at: number, length: number): number => Number.parseInt(text.slice(at, at + length), 8)
    return checked({ mode: octal(12, 6), nameLength: octal(53, 6), size: octal(59, 11), alignment: 1, length: 76 })
  }
  if (magic !== '070701' && magic !== '070702') return null
  const text = decodeName(reader.need(104))
  const hex = (field: number): number => Number.parseInt(text.slice(field * 8, field * 8 + 8), 16)
  return checked({ mode: hex(1), size: hex(6), nameLength: hex(11), alignment: 4, length: 110 })
}

function checked(header: Header): Header | null {
  return [header.mode, header.size, header.nameLength].every((n) => Number.isSafeInteger(n) && n >= 0) ? header : null
}

function fill(length: number, alignment: number): number {
  return (alignment - (length % alignment)) % alignment
}

/** The type bits of a mode, as in stat(2). */
function kindOf(mode: number): Entry['kind'] {
  const type = mode & 0o170000
  if (type === 0o100000) return 'file'
  if (type === 0o040000) return 'directory'
  return type === 0o120000 ? 'link' : 'other'
}
