import type { ArchiveTools, Bytes } from '../archive/index.ts'

/** Bytes that were put aside and take room until they are let go. */
export interface KeptBytes extends Bytes {
  close(): void
}

/** What the rewriting of archives needs of the platform. Everything is done at once. */
export interface FixDoors {
  readonly tools: ArchiveTools
  /** Compresses as raw deflate (RFC 1951), piece by piece; the same bytes give the same result. */
  deflateRaw(pieces: Iterable<Uint8Array>): Iterable<Uint8Array>
  /** CRC-32 as zip has it, unsigned, of these bytes after others that had the CRC-32 `before`; 0 at the start. */
  crc32(bytes: Uint8Array, before: number): number
  /** Puts aside what comes in pieces, so that it can be read at any place. Throws {@link Refusal} `no-room`. */
  keep(pieces: Iterable<Uint8Array>): KeptBytes
}
