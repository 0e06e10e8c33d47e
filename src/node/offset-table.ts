/** Byte offsets by ordinal, 8 bytes each; grows by doubling. An ordinal that was never set has offset -1. */
export class OffsetTable {
  #offsets = new Float64Array(1024).fill(-1)

  get(ordinal: number): number {
    return this.#offsets[ordinal] ?? -1
  }

  set(ordinal: number, offset: number): void {
    if (ordinal >= this.#offsets.length) {
      const grown = new Float64Array(Math.max(ordinal + 1, this.#offsets.length * 2)).fill(-1)
      grown.set(this.#offsets)
      this.#offsets = grown
    }
    this.#offsets[ordinal] = offset
  }
}
