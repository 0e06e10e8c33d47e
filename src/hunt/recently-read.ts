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

  get(text: string): T | undefined {
    return text.length > this.#longest ? undefined : this.#kept.get(text)
  }

  keep(text: string, read: T): void {
    if (text.length > this.#longest) return
    if (this.#kept.size >= this.#most) this.#forgetHalf()
    this.#kept.set(text, read)
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
