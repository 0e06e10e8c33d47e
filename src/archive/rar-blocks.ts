import type { Bytes } from './bytes.ts'

/** What the blocks of a RAR say without a look into them. */
export interface RarBlocks {
  /** How many files and directories it names. */
  readonly files: number
  /** Whether the block that ends an archive was met; RAR 2 and before have none. */
  readonly ended: boolean
}

const end4 = 0x7b
const file4 = 0x74
const end5 = 5
const file5 = 2
/** The headers themselves are encrypted: there is nothing to be counted. */
const encryption5 = 4
/** A header of RAR 5 has 2 MiB at most. */
const headBytes = 64

/**
 * Walks the blocks of a RAR (RAR 5.0 archive format, "General archive structure"; technote.txt of RAR 4), so that an
 * archive that was cut off between two of them is not taken for a shorter one. `null` if it is encrypted altogether.
 */
export function walkRarBlocks(bytes: Bytes): RarBlocks | null {
  const isFive = bytes.read(6, 1)[0] === 1
  return isFive ? walkFive(bytes) : walkFour(bytes)
}

/** Each header is a checksum, its size, its type, its flags; then what the flags say, the size of the data among it. */
function walkFive(bytes: Bytes): RarBlocks | null {
  let files = 0
  for (let at = 8; at < bytes.size; ) {
    const fields = new Variable(bytes.read(at + 4, headBytes))
    const size = fields.next()
    const start = fields.at
    const type = fields.next()
    const flags = fields.next()
    if (fields.overrun || size === 0) break
    if (type === encryption5) return null
    if (type === end5) return { files, ended: true }
    if (type === file5) files++
    if ((flags & 1) !== 0) fields.next()
    const data = (flags & 2) !== 0 ? fields.next() : 0
    at += 4 + start + size + data
  }
  return { files, ended: false }
}

/** Each header is a checksum, its type, its flags, its size; and the size of what follows it if bit 15 is set. */
function walkFour(bytes: Bytes): RarBlocks | null {
  let files = 0
  for (let at = 7; at < bytes.size; ) {
    const header = bytes.read(at, 40)
    if (header.length < 7) break
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
    const type = header[2]
    const flags = view.getUint16(3, true)
    const size = view.getUint16(5, true)
    if (type === end4) return { files, ended: true }
    if (type === 0x73 && (flags & 0x80) !== 0) return null
    if (size < 7 || ((flags & 0x8000) !== 0 && header.length < 11)) break
    if (type === file4) files++
    const low = (flags & 0x8000) !== 0 ? view.getUint32(7, true) : 0
    const high = type === file4 && (flags & 0x100) !== 0 && header.length >= 36 ? view.getUint32(32, true) : 0
    at += size + low + high * 2 ** 32
  }
  return { files, ended: false }
}

/** Numbers of seven bits a byte, the lowest first. */
class Variable {
  readonly #bytes: Uint8Array
  at = 0
  /** Whether more was asked for than there is. */
  overrun = false

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  next(): number {
    let value = 0
    for (let factor = 1; factor < 2 ** 70; factor *= 128) {
      const byte = this.#bytes[this.at++]
      if (byte === undefined) break
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
    this.overrun = true
    return value
  }
}
