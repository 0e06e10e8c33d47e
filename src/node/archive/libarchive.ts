import { ArchiveGap, type Bytes, type Entry } from '../../archive/index.ts'

/** The part of libarchive-wasm's low-level interface that is used; all of it works at once. */
interface Libarchive {
  readonly module: { readonly HEAP8: Int8Array; _malloc(size: number): number; _free(pointer: number): void }
  read_new_memory(data: number, length: number, passphrase: string | null): number
  read_next_entry(archive: number): number
  read_data(archive: number, into: number, length: number): number
  read_free(archive: number): number
  error_string(archive: number): string
  entry_filetype(entry: number): number
  entry_pathname(entry: number): string
  entry_size(entry: number): number
  entry_symlink(entry: number): string
  entry_hardlink(entry: number): string
  entry_is_encrypted(entry: number): number
}

/** All of the archive lies in the library's memory, so there is a limit to it. */
const mostBytes = 512 * 2 ** 20
const pieceBytes = 65_536

/** `AE_IF…` of archive_entry.h, octal as in stat(2). */
const fileTypes: Readonly<Record<number, Entry['kind']>> = { 0o100000: 'file', 0o040000: 'directory', 0o120000: 'link' }

/** Loads libarchive, which is an optional part of an installation; `null` if it is not there. */
export async function loadLibarchive(): Promise<Libarchive | null> {
  try {
    const { libarchiveWasm } = await import('libarchive-wasm')
    return (await libarchiveWasm()) as unknown as Libarchive // its own types leave the low-level functions out
  } catch {
    return null
  }
}

/** Entries of 7z, RAR and ISO 9660. Throws ArchiveGap. */
export function* libarchiveEntries(
  library: Libarchive | null,
  format: string,
  input: Bytes,
): Generator<Entry, void, undefined> {
  if (library === null) {
    throw new ArchiveGap(
      'unsupported',
      `${format} is read by libarchive-wasm, which is not installed: npm i libarchive-wasm`,
    )
  }
  if (input.size > mostBytes) throw new ArchiveGap('too-large', `${format} is read up to ${mostBytes} bytes`)
  const { module } = library
  const data = module._malloc(input.size)
  const buffer = module._malloc(pieceBytes)
  let archive = 0
  try {
    copyIn(library, input, data)
    archive = guarded(format, () => library.read_new_memory(data, input.size, null))
    for (;;) {
      const entry = guarded(format, () => library.read_next_entry(archive))
      if (entry === 0) {
        const said = library.error_string(archive)
        if (said) throw gapOf(format, said)
        return
      }
      yield entryOf(library, format, archive, entry, buffer)
    }
  } finally {
    if (archive !== 0) quietly(() => library.read_free(archive))
    module._free(buffer)
    module._free(data)
  }
}

function copyIn({ module }: Libarchive, input: Bytes, data: number): void {
  for (let at = 0; at < input.size; ) {
    const piece = input.read(at, 1 << 20)
    if (piece.length === 0) throw new ArchiveGap('truncated', 'it ended while it was read')
    new Uint8Array(module.HEAP8.buffer, data + at, piece.length).set(piece)
    at += piece.length
  }
}

function entryOf(library: Libarchive, format: string, archive: number, entry: number, buffer: number): Entry {
  const link = library.entry_symlink(entry) || library.entry_hardlink(entry)
  const kind = link ? 'link' : (fileTypes[library.entry_filetype(entry)] ?? 'other')
  const size = library.entry_size(entry)
  return {
    name: library.entry_pathname(entry) || '',
    kind,
    size: size > 0 ? size : null,
    crc32: null,
    linkTo: link || null,
    encrypted: library.entry_is_encrypted(entry) !== 0,
    inPlace: () => null,
    *content() {
      for (;;) {
        const got = guarded(format, () => library.read_data(archive, buffer, pieceBytes))
        if (got === 0) return
        yield new Uint8Array(library.module.HEAP8.buffer, buffer, got).slice()
      }
    },
  }
}

/** What libarchive throws, or what it trips over, becomes a gap. */
function guarded(format: string, work: () => number): number {
  try {
    return work()
  } catch (error) {
    if (error instanceof ArchiveGap) throw error
    throw gapOf(format, error instanceof Error ? error.message : String(error))
  }
}

function gapOf(format: string, said: string): ArchiveGap {
  if (/encrypt|passphrase|password/i.test(said)) return new ArchiveGap('encrypted', `${format}: ${said}`)
  if (/truncat|end of file/i.test(said)) return new ArchiveGap('truncated', `${format}: ${said}`)
  if (/support|unknown/i.test(said)) return new ArchiveGap('unsupported', `${format}: ${said}`)
  return new ArchiveGap('malformed', `${format}: ${said}`)
}

function quietly(work: () => unknown): void {
  try {
    work()
  } catch {
    // It is being let go anyway.
  }
}
