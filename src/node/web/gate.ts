/** Lets at most `size` in at once; the others wait their turn. */
export class Gate {
  readonly #size: number
  readonly #waiting: (() => void)[] = []
  #first = 0
  #inside = 0

  constructor(size: number) {
    this.#size = size
  }

  /** Resolves inside. Every entry is followed by one {@link leave}. */
  enter(): Promise<void> {
    if (this.#inside < this.#size) {
      this.#inside++
      return Promise.resolve()
    }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  leave(): void {
    const next = this.#waiting[this.#first]
    if (next === undefined) {
      this.#inside--
      return
    }
    // A queue by index: shifting an array of a million waiting targets would cost its length each time.
    if (++this.#first > 1_024 && this.#first * 2 > this.#waiting.length) {
      this.#waiting.splice(0, this.#first)
      this.#first = 0
    }
    next()
  }
}
