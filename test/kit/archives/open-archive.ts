import {
  type ArchiveFormat,
  ArchiveGap,
  type ArchiveInput,
  type Bytes,
  type Entry,
  piecesOf,
} from '../../../src/archive/index.ts'
import { archiveTools } from '../../../src/node/archive/index.ts'

/** As they are in every thread of a scan. */
export const tools = archiveTools()

/** What of one entry can be seen; its content, or the gap that it met. */
export interface Opened extends Pick<Entry, 'name' | 'kind' | 'size' | 'crc32' | 'linkTo' | 'encrypted'> {
  readonly content: Uint8Array | ArchiveGap
  readonly inPlace: Uint8Array | null
}

export interface OpenedArchive {
  readonly entries: readonly Opened[]
  /** What it ended with; `null` if it could be read to its end. */
  readonly gap: ArchiveGap | null
}

export interface OpenOptions {
  readonly name?: string | null
  /** In pieces of so many bytes; default 64 KiB. */
  readonly pieceSize?: number
  /** Entries beyond so many are not asked for. */
  readonly mostEntries?: number
  /** Whether it can be read at any place, as a file can; default: it comes as a stream. */
  readonly inPlace?: boolean
  /** Of each content no more is kept. */
  readonly mostBytes?: number
}

/** Reads all of an archive. What is thrown beside ArchiveGap comes through. */
export function openArchive(format: ArchiveFormat, bytes: Uint8Array, options: OpenOptions = {}): OpenedArchive {
  const entries: Opened[] = []
  try {
    for (const entry of format.entries(inputOf(bytes, options), tools)) {
      entries.push(openedOf(entry, options.mostBytes ?? 2 ** 24))
      if (entries.length === options.mostEntries) break
    }
    return { entries, gap: null }
  } catch (error) {
    if (error instanceof ArchiveGap) return { entries, gap: error }
    throw error
  }
}

/** What it holds, by name; a gap in place of a content as its reason. */
export function contentsOf({ entries }: OpenedArchive): Readonly<Record<string, Uint8Array | string>> {
  return Object.fromEntries(
    entries
      .filter(({ kind }) => kind === 'file')
      .map(({ name, content }) => [name, content instanceof ArchiveGap ? content.because : content]),
  )
}

/** The one content of a compressed file, and the gap at its end. */
export function unpacked(format: ArchiveFormat, bytes: Uint8Array, options?: OpenOptions): Opened {
  const { entries } = openArchive(format, bytes, options)
  const [only] = entries
  if (only === undefined || entries.length > 1) throw new Error('one entry was expected')
  return only
}

function inputOf(bytes: Uint8Array, { name = null, pieceSize = 65_536, inPlace = false }: OpenOptions): ArchiveInput {
  const open: Bytes = {
    size: bytes.length,
    read(offset, length) {
      if (length > 2 ** 20) throw new Error(`${length} bytes were asked for at once`)
      return bytes.subarray(Math.max(0, offset), Math.max(0, offset + length))
    },
  }
  const stream = (): Iterable<Uint8Array> => piecesOf(open, 0, pieceSize)
  return { name, stream, bytes: () => open, inPlace: () => (inPlace ? open : null), passed: () => undefined }
}

function openedOf(entry: Entry, mostBytes: number): Opened {
  const { name, kind, size, crc32, linkTo, encrypted } = entry
  const inPlace = entry.inPlace()
  return {
    ...{ name, kind, size, crc32, linkTo, encrypted },
    content: contentOf(entry, mostBytes),
    inPlace: inPlace === null ? null : Uint8Array.from(inPlace.read(0, Math.min(inPlace.size, mostBytes))),
  }
}

function contentOf(entry: Entry, mostBytes: number): Uint8Array | ArchiveGap {
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for (const piece of entry.content()) {
      pieces.push(piece.slice())
      size += piece.length
      if (size >= mostBytes) break
    }
    return Uint8Array.from(Buffer.concat(pieces))
  } catch (error) {
    if (error instanceof ArchiveGap) return error
    throw error
  }
}
