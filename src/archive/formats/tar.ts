import { ArchiveGap } from '../archive-gap.ts'
import type { ArchiveFormat, Entry } from '../format.ts'
import { decodeName } from '../name.ts'
import { EntryContent, PieceReader } from '../piece-reader.ts'

const block = 512
/** Names and attributes of the next entry (pax, GNU long names) beyond this are an attack. */
const mostExtra = 1 << 20

/**
 * tar: POSIX ustar and pax (IEEE Std 1003.1, pax "ustar Interchange Format"), GNU (`ustar  `, long names, base-256
 * sizes), and the old one, which has no magic and is told by its checksum.
 */
export const tar: ArchiveFormat = {
  id: 'tar',
  summary: 'tar: ustar, pax, GNU and the one before them; also docker save and OCI images, which are tars',
  headBytes: block,
  claims: (head) => head.length >= block && isHeader(head.subarray(0, block)),

  *entries(input) {
    const reader = new PieceReader(input.stream())
    try {
      yield* entriesOf(reader)
    } finally {
      reader.close()
    }
  },
}

/** What an extra header says of the entry that follows it. */
interface Extra {
  name?: string
  link?: string
  size?: number
  sparse?: boolean
  /** What a sparse file is called; its `name` is then one for those who do not know such files. */
  sparseName?: string
}

function* entriesOf(reader: PieceReader): Generator<Entry, void, undefined> {
  let extra: Extra = {}
  let seen = 0
  let ended = false
  for (;;) {
    const header = reader.take(block)
    if (header === null) {
      if (!ended) throw new ArchiveGap('truncated', 'it ends without the blocks of zeros that end a tar')
      return
    }
    // Blocks of zeros end an archive; another may follow (cat a.tar b.tar).
    ended = header.every((byte) => byte === 0)
    if (ended) continue
    if (!isHeader(header)) throw new ArchiveGap('malformed', `what follows entry ${seen} is no header of a tar`)
    seen++
    const size = extra.size ?? numberAt(header, 124, 12)
    if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveGap('malformed', 'an entry has an impossible size')
    const type = String.fromCharCode(header[156] ?? 0)
    const padding = (block - (size % block)) % block
    if (isExtraType(type)) {
      if (size > mostExtra) throw new ArchiveGap('too-large', `an extra header has ${size} bytes`)
      extra = { ...extra, ...extraOf(type, reader.need(size)) }
      reader.skip(padding)
      continue
    }
    // The map of an old sparse file that has more than four pieces lies in blocks of its own before its content.
    for (let more = type === 'S' && header[482] === 1; more; ) more = reader.need(block)[504] === 1
    const stored = hasContent(type) ? size : 0
    const content = new EntryContent(reader, stored)
    yield entryOf(header, type, extra, stored, content)
    content.finish(stored === 0 ? 0 : padding)
    extra = {}
  }
}

function entryOf(header: Uint8Array, type: string, extra: Extra, size: number, content: EntryContent): Entry {
  const isUstar = decodeName(header.subarray(257, 262)) === 'ustar'
  // GNU's magic has a blank where POSIX's has a NUL, and no prefix behind it.
  const prefix = isUstar && header[262] === 0 ? textAt(header, 345, 155) : ''
  const name =
    extra.sparseName ?? extra.name ?? (prefix === '' ? textAt(header, 0, 100) : `${prefix}/${textAt(header, 0, 100)}`)
  const sparse = type === 'S' || extra.sparse === true
  const kind =
    type === '5' || name.endsWith('/')
      ? 'directory'
      : type === '1' || type === '2'
        ? 'link'
        : hasContent(type)
          ? 'file'
          : 'other'
  return {
    name,
    kind,
    size: sparse ? null : size,
    crc32: null,
    linkTo: kind === 'link' ? (extra.link ?? textAt(header, 157, 100)) : null,
    encrypted: false,
    inPlace: () => null,
    content() {
      if (sparse) throw new ArchiveGap('unsupported', 'it is stored as a sparse file')
      return content.pieces()
    },
  }
}

/** Regular files, of any age; of unknown types POSIX says to take them for files. */
function hasContent(type: string): boolean {
  return !'123456'.includes(type) || type === '\0'
}

/** pax for the next and for all, GNU's long name and long link. Solaris' `X` is pax by its first name. */
function isExtraType(type: string): boolean {
  return 'xgXLK'.includes(type)
}

function extraOf(type: string, bytes: Uint8Array): Extra {
  if (type === 'L') return { name: upToZero(bytes) }
  if (type === 'K') return { link: upToZero(bytes) }
  if (type === 'g') return {}
  return paxOf(bytes)
}

/** Records of `length key=value\n`, the length counting itself. */
function paxOf(bytes: Uint8Array): Extra {
  const extra: Extra = {}
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at)
    const length = blank < 0 ? Number.NaN : Number(decodeName(bytes.subarray(at, blank)))
    if (!Number.isInteger(length) || length <= 0 || at + length > bytes.length) return extra
    const record = bytes.subarray(blank + 1, at + length - 1)
    const equals = record.indexOf(0x3d)
    const key = decodeName(record.subarray(0, Math.max(0, equals)))
    const value = record.subarray(equals + 1)
    if (key === 'path') extra.name = decodeName(value)
    else if (key === 'linkpath') extra.link = decodeName(value)
    else if (key === 'size') extra.size = Number(decodeName(value))
    else if (key.startsWith('GNU.sparse.')) {
      extra.sparse = true
      if (key === 'GNU.sparse.name') extra.sparseName = decodeName(value)
    }
    at += length
  }
  return extra
}

/** Whether the checksum fits, counted with or without signs as tars of all ages do, and something is named. */
function isHeader(header: Uint8Array): boolean {
  if (header[0] === 0 && header[345] === 0 && header[156] === 0) return false
  const stated = numberAt(header, 148, 8)
  if (!(stated > 0)) return false
  let unsigned = 0
  let signed = 0
  for (let i = 0; i < block; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : (header[i] ?? 0)
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  return stated === unsigned || stated === signed
}

/** Octal text; or, with the first bit set, a number in base 256 as GNU writes large ones. */
function numberAt(header: Uint8Array, start: number, length: number): number {
  const first = header[start] ?? 0
  if ((first & 0x80) !== 0) {
    let value = first & 0x7f
    for (let i = start + 1; i < start + length; i++) value = value * 256 + (header[i] ?? 0)
    return value
  }
  const text = upToZero(header.subarray(start, start + length)).trim()
  return /^[0-7]*$/.test(text) ? Number.parseInt(text === '' ? '0' : text, 8) : Number.NaN
}

function textAt(header: Uint8Array, start: number, length: number): string {
  return upToZero(header.subarray(start, start + length))
}

function upToZero(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0)
  return decodeName(zero < 0 ? bytes : bytes.subarray(0, zero))
}
