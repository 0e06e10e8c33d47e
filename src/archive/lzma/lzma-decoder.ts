import { ArchiveGap } from '../archive-gap.ts'
import type { SlidingWindow } from '../sliding-window.ts'
import { evenChances, type RangeDecoder } from './range-decoder.ts'

/** Lengths of matches: 2 to 273, in three ranges. */
class LengthChances {
  readonly choice = evenChances(2)
  readonly low = evenChances(16 << 3)
  readonly mid = evenChances(16 << 3)
  readonly high = evenChances(256)

  reset(): void {
    for (const chances of [this.choice, this.low, this.mid, this.high]) chances.fill(1 << 10)
  }

  read(range: RangeDecoder, position: number): number {
    if (range.bit(this.choice, 0) === 0) return 2 + range.tree(this.low, position << 3, 8) - 8
    if (range.bit(this.choice, 1) === 0) return 10 + range.tree(this.mid, position << 3, 8) - 8
    return 18 + range.tree(this.high, 0, 256) - 256
  }
}

/**
 * LZMA (lzma-specification of the LZMA SDK): literals and matches, the chances of which depend on what went before.
 * It writes to the window, and what it knows outlives the pieces in which a stream comes.
 */
export class LzmaDecoder {
  readonly #range: RangeDecoder
  readonly #window: SlidingWindow
  #lc = 0
  #lpMask = 0
  #pbMask = 0
  /** What the last symbols were: below 7, the last was a literal. */
  #state = 0
  /** Where in the stream, as far as chances depend on it. */
  #position = 0
  #rep0 = 0
  #rep1 = 0
  #rep2 = 0
  #rep3 = 0
  #literals = evenChances(0)
  readonly #isMatch = evenChances(12 << 4)
  readonly #isRep = evenChances(12)
  readonly #isRepG0 = evenChances(12)
  readonly #isRepG1 = evenChances(12)
  readonly #isRepG2 = evenChances(12)
  readonly #isRep0Long = evenChances(12 << 4)
  readonly #slots = evenChances(4 << 6)
  readonly #distances = evenChances(128)
  readonly #align = evenChances(16)
  readonly #lengths = new LengthChances()
  readonly #repLengths = new LengthChances()

  constructor(range: RangeDecoder, window: SlidingWindow) {
    this.#range = range
    this.#window = window
  }

  /** The byte of properties: `(pb * 5 + lp) * 9 + lc`; `most` is what lc and lp may come to. Throws ArchiveGap. */
  properties(byte: number, most = 12): void {
    if (byte >= 225 || (byte % 9) + (Math.floor(byte / 9) % 5) > most)
      throw new ArchiveGap('malformed', 'its LZMA properties are impossible')
    this.#lc = byte % 9
    const rest = Math.floor(byte / 9)
    this.#lpMask = (1 << (rest % 5)) - 1
    this.#pbMask = (1 << Math.floor(rest / 5)) - 1
    this.#literals = evenChances(0x300 << (this.#lc + (rest % 5)))
  }

  /** As at the beginning of a stream: nothing that was made before counts. */
  restart(): void {
    this.#position = 0
    this.#window.reset()
  }

  /** Takes bytes that lie there uncompressed, at most 64 KiB. */
  put(bytes: Uint8Array): void {
    this.#window.add(bytes)
    this.#position += bytes.length
  }

  /** Forgets all it learned, but not the properties. */
  reset(): void {
    this.#state = 0
    this.#rep0 = this.#rep1 = this.#rep2 = this.#rep3 = 0
    const others = [this.#isMatch, this.#isRep, this.#isRepG0, this.#isRepG1, this.#isRepG2, this.#isRep0Long]
    for (const chances of [this.#literals, ...others, this.#slots, this.#distances, this.#align]) chances.fill(1 << 10)
    this.#lengths.reset()
    this.#repLengths.reset()
  }

  /**
   * Decodes up to `most` bytes, fewer when the window has something to give out or an end mark comes; gives how many,
   * as a negative number after an end mark less one. Throws ArchiveGap.
   */
  decode(most: number): number {
    let made = 0
    while (made < most && !this.#window.full) {
      const length = this.#symbol(most - made)
      if (length < 0) return -1 - made
      made += length
      this.#position += length
    }
    return made
  }

  /** One literal or match; gives how many bytes it made, or -1 for the end mark. */
  #symbol(room: number): number {
    const range = this.#range
    const position = this.#position & this.#pbMask
    const state = this.#state
    if (range.bit(this.#isMatch, (state << 4) + position) === 0) {
      this.#literal()
      return 1
    }
    let length: number
    if (range.bit(this.#isRep, state) === 0) {
      length = this.#lengths.read(range, position)
      this.#rep3 = this.#rep2
      this.#rep2 = this.#rep1
      this.#rep1 = this.#rep0
      this.#rep0 = this.#distance(length)
      this.#state = state < 7 ? 7 : 10
      if (this.#rep0 === 0xffffffff) return -1
    } else {
      if (this.#isShortRep(state, position)) {
        this.#state = state < 7 ? 9 : 11
        this.#window.copy(this.#rep0 + 1, 1)
        return 1
      }
      length = this.#repLengths.read(range, position)
      this.#state = state < 7 ? 8 : 11
    }
    if (length > room) throw new ArchiveGap('malformed', 'its compressed data give more than they say')
    this.#window.copy(this.#rep0 + 1, length)
    return length
  }

  /** Which of the last four distances is used again; `true` for one byte from the last. */
  #isShortRep(state: number, position: number): boolean {
    const range = this.#range
    if (range.bit(this.#isRepG0, state) === 0) return range.bit(this.#isRep0Long, (state << 4) + position) === 0
    let distance = this.#rep1
    if (range.bit(this.#isRepG1, state) !== 0) {
      distance = this.#rep2
      if (range.bit(this.#isRepG2, state) !== 0) {
        distance = this.#rep3
        this.#rep3 = this.#rep2
      }
      this.#rep2 = this.#rep1
    }
    this.#rep1 = this.#rep0
    this.#rep0 = distance
    return false
  }

  #literal(): void {
    const range = this.#range
    const window = this.#window
    const chances = this.#literals
    const context = ((this.#position & this.#lpMask) << this.#lc) + (window.last >> (8 - this.#lc))
    const start = 0x300 * context
    let symbol = 1
    if (this.#state >= 7) {
      // After a match the byte that would have followed it is a hint: it is what the literal is not.
      let hint = window.back(this.#rep0 + 1)
      while (symbol < 0x100) {
        const hinted = (hint >> 7) & 1
        hint <<= 1
        const bit = range.bit(chances, start + ((1 + hinted) << 8) + symbol)
        symbol = (symbol << 1) | bit
        if (bit !== hinted) break
      }
    }
    window.put(range.tree(chances, start, 0x100, symbol) & 0xff)
    const state = this.#state
    this.#state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6
  }

  /** Less one; 0xffffffff marks the end. */
  #distance(length: number): number {
    const range = this.#range
    const slot = range.tree(this.#slots, Math.min(length - 2, 3) << 6, 64) - 64
    if (slot < 4) return slot
    const bits = (slot >> 1) - 1
    const base = ((2 | (slot & 1)) << bits) >>> 0
    if (slot < 14) return base + range.reverseTree(this.#distances, base - slot, bits)
    return base + range.direct(bits - 4) * 16 + range.reverseTree(this.#align, 0, 4)
  }
}
