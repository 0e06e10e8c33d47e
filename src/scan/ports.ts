import type { ArchiveFormat, ArchiveGap, ArchiveTools, Bytes } from '../archive/index.ts'

/** Bytes that were put aside and take room until they are let go. */
export interface SpooledBytes extends Bytes {
  /** Why there are not all of them; absent if there are. */
  readonly missing?: ArchiveGap
  close(): void
}

/** What an examination needs of the platform. Everything is done at once: it runs where waiting harms nobody. */
export interface ScanDoors {
  readonly formats: readonly ArchiveFormat[]
  readonly tools: ArchiveTools
  /**
   * Undoes raw deflate (RFC 1951) in one go; `size` is what the archive states. Throws ArchiveGap: `malformed`,
   * `truncated`, or `too-large` where more than `limit` bytes would come out.
   */
  inflateRaw(packed: Uint8Array, size: number, limit: number): Uint8Array
  /** The first bytes of what raw deflate gives, about `length` of them; empty if it is damaged. */
  inflateHead(packed: Uint8Array, length: number): Uint8Array
  /** CRC-32 as zip has it, unsigned; `before`: of the bytes that go before these. */
  crc32(bytes: Uint8Array, before?: number): number
  /** Keeps what is too large for memory, up to `limit` bytes, then throws ArchiveGap `too-large`. */
  spool(pieces: Iterable<Uint8Array>, limit: number): SpooledBytes
  /** Milliseconds of a clock that does not stand still or go back. */
  elapsed(): number
}
