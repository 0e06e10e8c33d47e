import { ArchiveGap } from '../archive-gap.ts'

/** Chances of a bit, in parts of 2,048; before anything is known, even. */
export function evenChances(count: number): Uint16Array {
  return new Uint16Array(count).fill(1 << 10)
}

/** The range decoder of LZMA (lzma-specification of the LZMA SDK): bits whose chances it learns. */
export class RangeDecoder {
  /** As signed numbers, which take no room of their own. */
  #range = 0
  #code = 0
  #input: Uint8Array = new Uint8Array(0)
  #at = 0
  readonly #more: () => Uint8Array | null

  /** `more` gives the input piece by piece, `null` at its end. */
  constructor(more: () => Uint8Array | null) {
    this.#more = more
  }

  /** Throws ArchiveGap `truncated`. */
  start(): void {
    if (this.#next() !== 0) throw new ArchiveGap('malformed', 'its compressed data are damaged')
    this.#range = -1
    this.#code = 0
    for (let i = 0; i < 4; i++) this.#code = (this.#code << 8) | this.#next()
  }

  /** Reads on in `piece`, and only then asks for more. */
  feed(piece: Uint8Array): void {
    this.#input = piece
    this.#at = 0
  }

  /** How many bytes of the last piece were not read. */
  get left(): number {
    return this.#input.length - this.#at
  }

  /** Whether a stream may end here: all that it said was used. */
  get settled(): boolean {
    return this.#code === 0
  }

  bit(chances: Uint16Array, index: number): number {
    const chance = chances[index] ?? 0
    const range = this.#range >>> 0
    const code = this.#code >>> 0
    const bound = Math.imul(range >>> 11, chance) >>> 0
    if (code < bound) {
      chances[index] = chance + ((2_048 - chance) >> 5)
      this.#keep(bound, code)
      return 0
    }
    chances[index] = chance - (chance >> 5)
    this.#keep((range - bound) >>> 0, (code - bound) >>> 0)
    return 1
  }

  /**
   * Bits down to `until`, the highest first, each with the chances of those before it, which `first` stands for; tells
   * them behind a 1. Written out, with what changes kept at hand, because most of the time is spent here.
   */
  tree(chances: Uint16Array, start: number, until: number, first = 1): number {
    let range = this.#range >>> 0
    let code = this.#code >>> 0
    let value = first
    while (value < until) {
      const index = start + value
      const chance = chances[index] ?? 0
      const bound = Math.imul(range >>> 11, chance) >>> 0
      if (code < bound) {
        range = bound
        chances[index] = chance + ((2_048 - chance) >> 5)
        value <<= 1
      } else {
        range = (range - bound) >>> 0
        code = (code - bound) >>> 0
        chances[index] = chance - (chance >> 5)
        value = (value << 1) | 1
      }
      if (range < 0x1000000) {
        range = (range << 8) >>> 0
        code = ((code << 8) | this.#next()) >>> 0
      }
    }
    this.#range = range | 0
    this.#code = code | 0
    return value
  }

  /** `count` bits, the lowest first. */
  reverseTree(chances: Uint16Array, start: number, count: number): number {
    let value = 0
    for (let i = 0, node = 1; i < count; i++) {
      const bit = this.bit(chances, start + node)
      node = (node << 1) | bit
      value |= bit << i
    }
    return value
  }

  /** Bits of even chances that are not learned. */
  direct(count: number): number {
    let range = this.#range >>> 0
    let code = this.#code >>> 0
    let value = 0
    for (let i = 0; i < count; i++) {
      range >>>= 1
      value <<= 1
      if (code >= range) {
        code = (code - range) >>> 0
        value |= 1
      }
      if (range < 0x1000000) {
        range = (range << 8) >>> 0
        code = ((code << 8) | this.#next()) >>> 0
      }
    }
    this.#range = range | 0
    this.#code = code | 0
    return value
  }

  #keep(range: number, code: number): void {
    if (range < 0x1000000) {
      this.#range = range << 8
      this.#code = (code << 8) | this.#next()
    } else {
      this.#range = range | 0
      this.#code = code | 0
    }
  }

  #next(): number {
    if (this.#at >= this.#input.length) this.#fill()
    return this.#input[this.#at++] ?? 0
  }

  #fill(): void {
    do {
      const piece = this.#more()
      if (piece === null) throw new ArchiveGap('truncated', 'its compressed data end too early')
      this.feed(piece)
    } while (this.#input.length === 0)
  }
}
