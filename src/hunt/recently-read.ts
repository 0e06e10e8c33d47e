/** Remembers what was read last, by its text: sprays repeat themselves a thousand times. */
export class RecentlyRead<T> {
  readonly #kept = new Map<string, T>()
  readonly #most: number
  readonly #longest: number

  /** At most `most` texts of at most `longest` characters each. */
  constructor(most = 4_096, longest = 2_048) {
    this.#most = most
    this.#longest = longest
  }

  get(text: string, read: (text: string) => T): T {
    if (text.length > this.#longest) return read(text)
    const known = this.#kept.get(text)
    if (known !== undefined) return known
    const made = read(text)
    if (this.#kept.size >= this.#most) this.#forgetHalf()
    this.#kept.set(text, made)
    return made
  }

  /** The older half goes at once: cheaper than keeping an order for each question. */
  #forgetHalf(): void {
    let left = this.#most >> 1
    for (const text of this.#kept.keys()) {
      if (left-- <= 0) return
      this.#kept.delete(text)
    }
  }
}
