/**
 * Numbers by (CRC-32, size), asked for every entry of every archive: open addressing over plain numbers, half empty, so
 * that a question is one or two reads and makes no object.
 */
export class FingerprintSet {
  readonly #mask: number
  readonly #crcs: Uint32Array
  readonly #sizes: Uint32Array
  /** The value plus one; 0: nothing here. */
  readonly #values: Uint32Array

  constructor(capacity: number) {
    let slots = 16
    while (slots < capacity * 2) slots *= 2
    this.#mask = slots - 1
    this.#crcs = new Uint32Array(slots)
    this.#sizes = new Uint32Array(slots)
    this.#values = new Uint32Array(slots)
  }

  add(crc32: number, size: number, value: number): void {
    const slot = this.#slotOf(crc32, size)
    this.#crcs[slot] = crc32
    this.#sizes[slot] = size
    this.#values[slot] = value + 1
  }

  /** -1 if it is not there. */
  find(crc32: number, size: number): number {
    return (this.#values[this.#slotOf(crc32, size)] ?? 0) - 1
  }

  /** Each value, and how often it was added. */
  countValues(): ReadonlyMap<number, number> {
    const counts = new Map<number, number>()
    for (const value of this.#values) if (value !== 0) counts.set(value - 1, (counts.get(value - 1) ?? 0) + 1)
    return counts
  }

  /** Where it is, or would be. Signed and unsigned CRC-32 are the same. */
  #slotOf(crc32: number, size: number): number {
    const crc = crc32 >>> 0
    let slot = (crc ^ Math.imul(size, 0x9e37_79b1)) & this.#mask
    while (this.#values[slot] !== 0 && (this.#crcs[slot] !== crc || this.#sizes[slot] !== size))
      slot = (slot + 1) & this.#mask
    return slot
  }
}
