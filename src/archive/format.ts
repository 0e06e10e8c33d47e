import type { Bytes } from './bytes.ts'

/** One thing in an archive. */
export interface Entry {
  /**
   * As written in the archive: UTF-8, or Latin-1 where it is no UTF-8. It is shown and compared, never opened as a
   * path; `..`, NUL and a leading slash may be in it.
   */
  readonly name: string
  readonly kind: 'file' | 'directory' | 'link' | 'other'
  /** Uncompressed, in bytes, as the archive states it; `null` if it does not. */
  readonly size: number | null
  /** CRC-32 of the uncompressed bytes as the archive states it; `null` if it does not. */
  readonly crc32: number | null
  /** Where a link leads, as written. */
  readonly linkTo: string | null
  readonly encrypted: boolean
  /**
   * The uncompressed content in pieces, each valid until the next is asked for. May be called once, and only until
   * the next entry is asked for. Throws ArchiveGap.
   */
  content(): Iterable<Uint8Array>
  /** The content where it lies uncompressed in bytes that can be read at any place; else `null`. Stays valid. */
  inPlace(): Bytes | null
}

/** What a reader of a format is given. */
export interface ArchiveInput {
  /** Its name, without folders: `backup.tar.gz`; `null` if it has none. */
  readonly name: string | null
  /** All of it in order; may be called once, and not after `bytes`. */
  stream(): Iterable<Uint8Array>
  /**
   * All of it, to be read at any place. Where it only comes as a stream it is kept in memory or in a temporary file
   * first. Throws ArchiveGap `too-large`.
   */
  bytes(): Bytes
  /** All of it where it lies, if it can be read at any place without being kept first; else `null`, as if absent. */
  inPlace?(): Bytes | null
  /** Told of uncompressed bytes that nobody asked for and that cost time all the same; throws when it is enough. */
  passed(bytes: number): void
}

/** Ways to undo a compression, by the names that formats use. */
export type Compression = 'deflate-raw' | 'deflate64' | 'gzip' | 'bzip2' | 'xz' | 'lzma' | 'zstd' | 'lz4'

/** What a reader of a format needs of the platform. */
export interface ArchiveTools {
  /**
   * Undoes a compression piece by piece in bounded memory, at once. Concatenated members (gzip, bzip2, xz, zstd, lz4)
   * are all read. Pieces are valid until the next is asked for. Throws ArchiveGap: `truncated` where the input ends
   * early (after what could be had was given), `malformed`, `unsupported` where this platform lacks it.
   */
  decompress(compression: Compression, pieces: Iterable<Uint8Array>): Iterable<Uint8Array>
  /**
   * Entries of what libarchive reads and we do not: 7z and RAR. Throws ArchiveGap `unsupported` where it is not
   * installed, `too-large`, `encrypted`, `malformed`.
   */
  libarchive(format: string, input: ArchiveInput): Iterable<Entry>
}

/** One kind of archive or compressed file. */
export interface ArchiveFormat {
  readonly id: string
  /** One sentence for `--help` and the reference. */
  readonly summary: string
  /** How far into a file `claims` must see, in bytes; 512 suffices for most. */
  readonly headBytes: number
  /** Whether it is of this kind, from its first bytes alone, never from its name. Cheap and pure. */
  claims(head: Uint8Array): boolean
  /**
   * Its entries in order. Throws ArchiveGap where it cannot go on: what came before stands. Never hangs, never reads
   * without a limit, throws nothing else, whatever the bytes are.
   */
  entries(input: ArchiveInput, tools: ArchiveTools): Iterable<Entry>
}
