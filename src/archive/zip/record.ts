import { decodeName } from '../name.ts'

/** What a zip says of one entry, in its directory or, where that is lost, in front of its content. */
export interface ZipRecord {
  readonly name: string
  /** General purpose flags (APPNOTE 4.4.4). */
  readonly flags: number
  /** Compression (APPNOTE 4.4.5): 0 stored, 8 deflate … */
  readonly method: number
  /** Unsigned. */
  readonly crc32: number
  readonly compressedSize: number
  readonly size: number
  /** Of its local header, from the start of the bytes; a prefix is counted. */
  readonly headerAt: number
}

/**
 * A record in place: the same object stands for one after another, so that a million entries cost no memory. Its
 * name stays bytes until it is asked for.
 */
export class ZipCursor implements ZipRecord {
  flags = 0
  method = 0
  // Begun with numbers of 32 bits: were they small at first, V8 would compile all that reads them anew when one is large.
  crc32 = 0xffff_ffff
  compressedSize = 0xffff_ffff
  size = 0xffff_ffff
  headerAt = 0xffff_ffff
  /** The bytes that hold the name, and where in them. */
  block: Uint8Array = new Uint8Array(0)
  nameStart = 0
  nameEnd = 0

  get name(): string {
    return decodeName(this.block.subarray(this.nameStart, this.nameEnd))
  }

  /** A copy that stays. */
  keep(): ZipRecord {
    const { name, flags, method, crc32, compressedSize, size, headerAt } = this
    return { name, flags, method, crc32, compressedSize, size, headerAt }
  }
}
