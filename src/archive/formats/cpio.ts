import { ArchiveGap } from '../archive-gap.ts'
import { startsWith } from '../compressed.ts'
import type { ArchiveFormat, Entry } from '../format.ts'
import { decodeName } from '../name.ts'
import { EntryContent, PieceReader } from '../piece-reader.ts'

const mostName = 65_536
const trailer = 'TRAILER!!!'
/** `07070`, which all kinds begin with: asked first, because to make text of what is none takes long. */
const magicStart = [0x30, 0x37, 0x30, 0x37, 0x30]

/**
 * cpio of cpio(5): `newc`, `newc` with checksums, and the portable `odc`; rpm and initramfs have the first. An
 * initramfs may be several of them one after another, the last of which may be compressed: that is then one entry.
 */
export const cpio: ArchiveFormat = {
  id: 'cpio',
  summary: 'cpio: newc, crc and odc',
  headBytes: 512,
  claims: (head) => startsWith(head, magicStart) && /^07070[127X][0-9A-Fa-f]{8}/.test(decodeName(head.subarray(0, 26))),

  *entries(input) {
    const reader = new PieceReader(input.stream())
    try {
      yield* entriesOf(reader)
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

function* entriesOf(reader: PieceReader): Generator<Entry, void, undefined> {
  for (let magic: Uint8Array | null = reader.need(6); magic !== null; magic = afterTrailer(reader)) {
    if (!decodeName(magic).startsWith('0707')) {
      yield restOf(magic, reader)
      return
    }
    yield* archive(reader, magic)
  }
}

/** One archive up to its trailer. */
function* archive(reader: PieceReader, firstMagic: Uint8Array): Generator<Entry, void, undefined> {
  for (let seen = 0, magic: Uint8Array | null = firstMagic; ; seen++, magic = reader.take(6)) {
    if (magic === null) throw new ArchiveGap('truncated', 'it ends without its trailer')
    const start = reader.position - magic.length
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

/** The first bytes of what follows the zeros behind an archive; `null` if nothing does. */
function afterTrailer(reader: PieceReader): Uint8Array | null {
  while (!reader.ended()) {
    const first = reader.byte()
    if (first !== 0) return Uint8Array.of(first, ...(reader.take(5) ?? []))
  }
  return null
}

function restOf(start: Uint8Array, reader: PieceReader): Entry {
  return {
    name: 'rest',
    kind: 'file',
    size: null,
    crc32: null,
    linkTo: null,
    encrypted: false,
    inPlace: () => null,
    *content() {
      yield start
      yield* reader.rest()
    },
  }
}

function headerOf(magic: string, reader: PieceReader): Header | null {
  if (magic === '070707') {
    const text = decodeName(reader.need(70))
    const octal = (at: number, length: number): number => Number.parseInt(text.slice(at, at + length), 8)
    return checked({ mode: octal(12, 6), nameLength: octal(53, 6), size: octal(59, 11), alignment: 1, length: 76 })
  }
  if (magic === '07070X') {
    throw new ArchiveGap('unsupported', 'it is the cpio of an RPM with files beyond 4 GiB, which names no files')
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
