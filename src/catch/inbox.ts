const firstCapacity = 512
/** A larger buffer is given back as soon as it is empty. */
const keptCapacity = 8_192

/**
 * What one connection has brought and nobody has read yet. Appending costs amortised its own length, also when
 * bytes come one by one.
 */
export class Inbox {
  #bytes = new Uint8Array(0)
  #start = 0
  #end = 0

  get length(): number {
    return this.#end - this.#start
  }

  /** All of it, without copying; valid until the next `append`. */
  view(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end)
  }

  append(bytes: Uint8Array): void {
    const length = this.length + bytes.length
    if (this.#end + bytes.length > this.#bytes.length) {
      const grown = length > this.#bytes.length ? new Uint8Array(Math.max(firstCapacity, 2 * length)) : this.#bytes
      const rest = this.view()
      grown.set(rest)
      this.#bytes = grown
      this.#start = 0
      this.#end = rest.length
    }
    this.#bytes.set(bytes, this.#end)
    this.#end += bytes.length
  }

  drop(length: number): void {
    this.#start += length
    if (this.#start < this.#end) return
    if (this.#bytes.length > keptCapacity) this.clear()
    this.#start = 0
    this.#end = 0
  }

  /** Forgets all, and gives the memory back. */
  clear(): void {
    this.#start = 0
    this.#end = 0
    this.#bytes = new Uint8Array(0)
  }
}
