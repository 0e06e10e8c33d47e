/**
 * A set of texts that keeps 16 bytes of each: a 128-bit digest in an open table that doubles when half full. Two
 * texts are taken for one with a chance of some 10^-26 in a million, which would be a target not probed.
 */
export class SeenSet {
  #slots = new Uint32Array(4 * 1_024)
  #count = 0

  /** `false` if the text was added before. */
  add(text: string): boolean {
    const key = digest(text)
    if (!insert(this.#slots, key)) return false
    this.#count++
    if (this.#count * 8 > this.#slots.length) this.#grow()
    return true
  }

  get size(): number {
    return this.#count
  }

  /** Bytes held, for those who bound memory. */
  get bytes(): number {
    return this.#slots.byteLength
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(old.length * 2)
    for (let i = 0; i < old.length; i += 4) {
      const key: Digest = [old[i] ?? 0, old[i + 1] ?? 0, old[i + 2] ?? 0, old[i + 3] ?? 0]
      if (key.some((word) => word !== 0)) insert(this.#slots, key)
    }
  }
}

type Digest = readonly [number, number, number, number]

function insert(slots: Uint32Array, key: Digest): boolean {
  const places = slots.length / 4
  for (let place = key[0] % places; ; place = (place + 1) % places) {
    const at = place * 4
    if (slots[at] === key[0] && slots[at + 1] === key[1] && slots[at + 2] === key[2] && slots[at + 3] === key[3])
      return false
    if (slots[at] === 0 && slots[at + 1] === 0 && slots[at + 2] === 0 && slots[at + 3] === 0) {
      slots.set(key, at)
      return true
    }
  }
}

/** Four lanes of the 32-bit finaliser of MurmurHash3 (public domain), each with its own seed. Never all zero. */
function digest(text: string): Digest {
  const lanes: [number, number, number, number] = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    for (let lane = 0; lane < 4; lane++)
      lanes[lane] = mix((lanes[lane] ?? 0) ^ Math.imul(unit + 1, 0x01000193 + 2 * lane))
  }
  const [a, b, c, d] = lanes
  return [a >>> 0, b >>> 0, c >>> 0, (d | 1) >>> 0]
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
