/**
 * Whether a compressed block of Zstandard describes its Huffman tree by weights that are all the same symbol: none of
 * them takes a bit then, so that they never end (RFC 8878, section 4.2.1.2, has them end where the bits do). zstd itself
 * refuses such a block; a decoder that does not count weights goes on for ever.
 *
 * @param block what follows the header of a block of type `Compressed_Block`
 */
export function hasEndlessWeights(block: Uint8Array): boolean {
  const first = block[0] ?? 0
  const describesTree = (first & 3) === 2
  if (!describesTree) return false
  // Literals_Section_Header (section 3.1.1.3.1.1), by its Size_Format.
  const treeAt = [3, 3, 4, 5][(first >> 2) & 3] ?? 3
  const byFse = (block[treeAt] ?? 128) < 128
  return byFse && isOfOneSymbol(block.subarray(treeAt + 1))
}

/** Whether a table of FSE (section 4.1.1) gives one symbol the whole of its probability. */
function isOfOneSymbol(table: Uint8Array): boolean {
  const bits = new Bits(table)
  const size = 2 ** (bits.take(4) + 5)
  // Nothing is taken off before the first symbol that has a probability: values below go up to size + 1.
  const width = Math.floor(Math.log2(size + 1)) + 1
  const shortValues = 2 ** width - 1 - (size + 1)
  for (let symbol = 0; symbol < 256 && !bits.isEnded(); symbol++) {
    const short = bits.peek(width - 1)
    const value = short < shortValues ? bits.take(width - 1) : long(bits.take(width), width, shortValues)
    const probability = value - 1
    if (probability !== 0) return probability === size
    // Symbols without a probability that follow: two bits at a time, as long as these are 3.
    for (let more = 3; more === 3 && !bits.isEnded(); ) {
      more = bits.take(2)
      symbol += more
    }
  }
  return false
}

function long(value: number, width: number, shortValues: number): number {
  return value >= 2 ** (width - 1) ? value - shortValues : value
}

/** Bits of bytes, the lowest first; beyond the end they are zero. */
class Bits {
  #at = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  isEnded(): boolean {
    return this.#at >= 8 * this.#bytes.length
  }

  /** @param count at most 16 */
  peek(count: number): number {
    const from = this.#at >> 3
    const [a = 0, b = 0, c = 0] = this.#bytes.subarray(from, from + 3)
    return ((a | (b << 8) | (c << 16)) >> (this.#at & 7)) & (2 ** count - 1)
  }

  take(count: number): number {
    const value = this.peek(count)
    this.#at += count
    return value
  }
}
