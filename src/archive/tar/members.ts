import { ArchiveGap } from '../archive-gap.ts'
import type { Entry } from '../format.ts'
import { decodeName } from '../name.ts'
import { EntryContent, type PieceReader } from '../piece-reader.ts'
import { isTarHeader, numberAt, tarBlock, textAt, upToZero } from './header.ts'
import { paxRecords } from './pax.ts'

/** Names and attributes of the next entry (pax, GNU long names) beyond this are an attack. */
const mostExtra = 1 << 20

/** A header that says something of the member that follows it, or of all that do. */
export interface TarExtra {
  /** `x`, `X` and `g` of pax, `L` and `K` of GNU. */
  readonly type: string
  /** Places count from the start of the tar. */
  readonly headerAt: number
  readonly contentAt: number
  readonly size: number
  /** Behind its padding. */
  readonly endAt: number
}

/** One entry of a tar with the places where its parts lie. */
export interface TarMember {
  readonly name: string
  readonly kind: Entry['kind']
  readonly linkTo: string | null
  /** Whether only parts of its content are stored. */
  readonly sparse: boolean
  readonly extras: readonly TarExtra[]
  /** Of the first of its headers. */
  readonly startAt: number
  readonly headerAt: number
  readonly header: Uint8Array
  readonly contentAt: number
  /** Stored, in bytes. */
  readonly size: number
  /** Behind its padding. */
  readonly endAt: number
  /** To be read before the next member is asked for. */
  readonly content: EntryContent
}

/** What extra headers say of the entry that follows them. */
interface Extra {
  name?: string
  link?: string
  size?: number
  sparse?: boolean
  /** What a sparse file is called; its `name` is then one for those who do not know such files. */
  sparseName?: string
}

/** All members in order. Throws ArchiveGap where it cannot go on: what came before stands. */
export function* tarMembers(reader: PieceReader): Generator<TarMember, void, undefined> {
  let extra: Extra = {}
  let extras: TarExtra[] = []
  let seen = 0
  let ended = false
  for (;;) {
    const headerAt = reader.position
    const header = reader.take(tarBlock)
    if (header === null) {
      if (!ended) throw new ArchiveGap('truncated', 'it ends without the blocks of zeros that end a tar')
      return
    }
    // Blocks of zeros end an archive; another may follow (cat a.tar b.tar).
    ended = header.every((byte) => byte === 0)
    if (ended) continue
    if (!isTarHeader(header)) throw new ArchiveGap('malformed', `what follows entry ${seen} is no header of a tar`)
    seen++
    const size = extra.size ?? numberAt(header, 124, 12)
    if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveGap('malformed', 'an entry has an impossible size')
    const type = String.fromCharCode(header[156] ?? 0)
    const padding = paddingOf(size)
    if (isExtraType(type)) {
      if (size > mostExtra) throw new ArchiveGap('too-large', `an extra header has ${size} bytes`)
      const contentAt = reader.position
      extra = { ...extra, ...extraOf(type, reader.need(size)) }
      reader.skip(padding)
      extras.push({ type, headerAt, contentAt, size, endAt: reader.position })
      continue
    }
    // The map of an old sparse file that has more than four pieces lies in blocks of its own before its content.
    for (let more = type === 'S' && header[482] === 1; more; ) more = reader.need(tarBlock)[504] === 1
    const stored = hasContent(type) ? size : 0
    const content = new EntryContent(reader, stored)
    const contentAt = reader.position
    const endAt = contentAt + stored + paddingOf(stored)
    const startAt = extras[0]?.headerAt ?? headerAt
    const places = { extras, startAt, headerAt, header, contentAt, size: stored, endAt }
    yield { ...described(header, type, extra), ...places, content }
    content.finish(paddingOf(stored))
    extra = {}
    extras = []
  }
}

/** How many bytes fill the last block of a content. */
export function paddingOf(size: number): number {
  return (tarBlock - (size % tarBlock)) % tarBlock
}

function described(header: Uint8Array, type: string, extra: Extra) {
  const isUstar = decodeName(header.subarray(257, 262)) === 'ustar'
  // GNU's magic has a blank where POSIX's has a NUL, and no prefix behind it.
  const prefix = isUstar && header[262] === 0 ? textAt(header, 345, 155) : ''
  const name =
    extra.sparseName ?? extra.name ?? (prefix === '' ? textAt(header, 0, 100) : `${prefix}/${textAt(header, 0, 100)}`)
  const kind: Entry['kind'] =
    type === '5' || name.endsWith('/')
      ? 'directory'
      : type === '1' || type === '2'
        ? 'link'
        : hasContent(type)
          ? 'file'
          : 'other'
  const linkTo = kind === 'link' ? (extra.link ?? textAt(header, 157, 100)) : null
  return { name, kind, linkTo, sparse: type === 'S' || extra.sparse === true }
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
  for (const { key, value } of paxRecords(bytes)) {
    if (key === 'path') extra.name = decodeName(value)
    else if (key === 'linkpath') extra.link = decodeName(value)
    else if (key === 'size') extra.size = Number(decodeName(value))
    else if (key.startsWith('GNU.sparse.')) {
      extra.sparse = true
      if (key === 'GNU.sparse.name') extra.sparseName = decodeName(value)
    }
  }
  return extra
}
