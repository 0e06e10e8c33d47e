import { ArchiveGap } from './archive-gap.ts'
import { PieceReader } from './piece-reader.ts'
import { SlidingWindow } from './sliding-window.ts'

const windowBytes = 65_536
/** A copy of 64 KiB and more is made in steps. */
const stepBytes = 32_768
/** In which order the lengths of codes for lengths of codes come (RFC 1951 section 3.2.7). */
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

function damaged(): ArchiveGap {
  return new ArchiveGap('malformed', 'its compressed data are damaged')
}

/**
 * Undoes Deflate64 (PKWARE APPNOTE 5.4), which Windows makes of files beyond 2 GiB: deflate (RFC 1951) with a window
 * of 64 KiB, two more codes for distances, and a last code for lengths up to 64 KiB. Throws ArchiveGap.
 */
export function* inflate64(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  const reader = new PieceReader(pieces)
  try {
    const bits = new BitReader(reader)
    const window = new SlidingWindow(windowBytes, windowBytes)
    for (let last = false; !last; ) {
      last = bits.take(1) === 1
      const kind = bits.take(2)
      if (kind === 0) yield* storedBlock(bits, window)
      else if (kind === 3) throw damaged()
      else yield* codedBlock(bits, window, kind === 1 ? fixedCodes() : readCodes(bits))
    }
    yield* window.take()
  } finally {
    reader.close()
  }
}

interface Codes {
  readonly symbols: Code
  readonly distances: Code
}

function* storedBlock(bits: BitReader, window: SlidingWindow): Generator<Uint8Array, void, undefined> {
  bits.align()
  const length = bits.take(16)
  if ((bits.take(16) ^ 0xffff) !== length) throw damaged()
  for (let left = length; left > 0; left--) {
    window.put(bits.take(8))
    if (window.full) yield* window.take()
  }
}

function* codedBlock(
  bits: BitReader,
  window: SlidingWindow,
  { symbols, distances }: Codes,
): Generator<Uint8Array, void, undefined> {
  for (;;) {
    const symbol = symbols.read(bits)
    if (symbol === 256) return
    if (symbol < 256) window.put(symbol)
    else {
      let length = lengthOf(symbol - 257, bits)
      const distance = distanceOf(distances.read(bits), bits)
      for (; length > stepBytes; length -= stepBytes) {
        window.copy(distance, stepBytes)
        if (window.full) yield* window.take()
      }
      window.copy(distance, length)
    }
    if (window.full) yield* window.take()
  }
}

/** RFC 1951 section 3.2.5, but for the last code, which has 16 more bits. */
function lengthOf(code: number, bits: BitReader): number {
  if (code < 8) return code + 3
  if (code === 28) return bits.take(16) + 3
  if (code > 28) throw damaged()
  const extra = (code >> 2) - 1
  return 3 + ((4 + (code & 3)) << extra) + bits.take(extra)
}

function distanceOf(code: number, bits: BitReader): number {
  if (code < 4) return code + 1
  const extra = (code >> 1) - 1
  return 1 + ((2 + (code & 1)) << extra) + bits.take(extra)
}

/** RFC 1951 section 3.2.6. */
function fixedCodes(): Codes {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280)
  return { symbols: new Code(lengths), distances: new Code(new Uint8Array(32).fill(5)) }
}

/** RFC 1951 section 3.2.7. */
function readCodes(bits: BitReader): Codes {
  const symbols = bits.take(5) + 257
  const distances = bits.take(5) + 1
  const lengthCodes = bits.take(4) + 4
  const short = new Uint8Array(19)
  for (const symbol of order.slice(0, lengthCodes)) short[symbol] = bits.take(3)
  const code = new Code(short)
  const lengths = new Uint8Array(symbols + distances)
  for (let at = 0; at < lengths.length; ) {
    const symbol = code.read(bits)
    if (symbol < 16) {
      lengths[at++] = symbol
      continue
    }
    if (symbol === 16 && at === 0) throw damaged()
    const value = symbol === 16 ? (lengths[at - 1] ?? 0) : 0
    const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7)
    if (at + times > lengths.length) throw damaged()
    lengths.fill(value, at, at + times)
    at += times
  }
  return { symbols: new Code(lengths.subarray(0, symbols)), distances: new Code(lengths.subarray(symbols)) }
}

/** A canonical Huffman code, looked up by as many bits as its longest word has. */
class Code {
  /** Symbol and length of the word that these bits begin with: `symbol << 4 | length`; 0 for none. */
  readonly #table: Uint16Array
  readonly #longest: number

  /** Throws ArchiveGap if there are more words than such lengths allow. */
  constructor(lengths: Uint8Array) {
    const counts = new Uint16Array(16)
    for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
    counts[0] = 0
    this.#longest = Math.max(
      1,
      counts.findLastIndex((count) => count > 0),
    )
    const next = new Uint32Array(17)
    let left = 1
    for (let length = 1; length <= 15; length++) {
      left = 2 * left - (counts[length] ?? 0)
      if (left < 0) throw damaged()
      next[length + 1] = ((next[length] ?? 0) + (counts[length] ?? 0)) * 2
    }
    this.#table = new Uint16Array(1 << this.#longest)
    for (const [symbol, length] of lengths.entries()) {
      if (length === 0) continue
      const word = next[length] ?? 0
      next[length] = word + 1
      this.#enter(reversed(word, length), length, symbol)
    }
  }

  read(bits: BitReader): number {
    const entry = this.#table[bits.peek(this.#longest)] ?? 0
    if (entry === 0) throw damaged()
    bits.drop(entry & 15)
    return entry >> 4
  }

  #enter(word: number, length: number, symbol: number): void {
    for (let at = word; at < this.#table.length; at += 1 << length) this.#table[at] = (symbol << 4) | length
  }
}

/** Words come with their first bit lowest. */
function reversed(word: number, length: number): number {
  let turned = 0
  for (let i = 0; i < length; i++) turned |= ((word >> i) & 1) << (length - 1 - i)
  return turned
}

/** Bits, the lowest of each byte first. */
class BitReader {
  readonly #reader: PieceReader
  #bits = 0
  #have = 0

  constructor(reader: PieceReader) {
    this.#reader = reader
  }

  /** Up to 16 bits. Throws ArchiveGap `truncated`. */
  take(count: number): number {
    const value = this.peek(count)
    this.drop(count)
    return value
  }

  /** Up to 16 bits that stay; zeros behind the end. */
  peek(count: number): number {
    while (this.#have < count && !this.#reader.ended()) {
      this.#bits |= this.#reader.byte() << this.#have
      this.#have += 8
    }
    return this.#bits & ((1 << count) - 1)
  }

  /** Throws ArchiveGap `truncated` if there are fewer. */
  drop(count: number): void {
    if (count > this.#have) throw new ArchiveGap('truncated', 'its compressed data end too early')
    this.#bits >>>= count
    this.#have -= count
  }

  /** To the next whole byte. */
  align(): void {
    this.drop(this.#have % 8)
  }
}
