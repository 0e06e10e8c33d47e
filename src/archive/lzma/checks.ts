/** Counts a checksum over bytes that come in pieces. */
export interface Check {
  /** How many bytes it has where it is stored. */
  readonly size: number
  add(bytes: Uint8Array): void
  /** As it is stored; `null` for a kind that is not counted. */
  sum(): Uint8Array | null
}

/** By the number that a stream states (The .xz File Format, section 2.1.1.2). */
export function checkOf(kind: number): Check {
  if (kind === 1) return crc32Check()
  if (kind === 4) return crc64Check()
  // 16 kinds in groups of three; SHA-256 (10) is the only other that is in use, and seldom.
  const size = kind === 0 ? 0 : 4 * 2 ** Math.floor((kind - 1) / 3)
  return { size, add: () => undefined, sum: () => null }
}

const crc32Table = new Int32Array(256)
/** Of ECMA-182, in two halves: what is above and what is below 2^32. */
const crc64High = new Int32Array(256)
const crc64Low = new Int32Array(256)
for (let byte = 0; byte < 256; byte++) {
  let crc = byte
  let high = 0
  let low = byte
  for (let bit = 0; bit < 8; bit++) {
    crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    const odd = (low & 1) === 1
    low = (low >>> 1) | (high << 31)
    high >>>= 1
    if (odd) {
      high ^= 0xc96c5795
      low ^= 0xd7870f42
    }
  }
  crc32Table[byte] = crc
  crc64High[byte] = high
  crc64Low[byte] = low
}

function crc32Check(): Check {
  let crc = -1
  return {
    size: 4,
    add(bytes) {
      for (const byte of bytes) crc = (crc >>> 8) ^ (crc32Table[(crc ^ byte) & 0xff] ?? 0)
    },
    sum: () => littleEndian([~crc]),
  }
}

function crc64Check(): Check {
  let high = -1
  let low = -1
  return {
    size: 8,
    add(bytes) {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff
        low = ((low >>> 8) | (high << 24)) ^ (crc64Low[index] ?? 0)
        high = (high >>> 8) ^ (crc64High[index] ?? 0)
      }
    },
    sum: () => littleEndian([~low, ~high]),
  }
}

function littleEndian(words: readonly number[]): Uint8Array {
  return Uint8Array.from(words.flatMap((word) => [word, word >>> 8, word >>> 16, word >>> 24]))
}
