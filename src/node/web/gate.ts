import type { Stoppable } from './stopping.ts'

/** Lets at most `size` in at once; the others wait their turn. */
export class Gate {
  readonly #size: number
  readonly #waiting: Waiter[] = []
  #first = 0
  #inside = 0

  constructor(size: number) {
    this.#size = size
  }

  /** Resolves to `true` inside, to be followed by one {@link leave}; to `false`, outside, if it was stopped before. */
  enter(stoppables: Set<Stoppable>): Promise<boolean> {
    if (this.#inside < this.#size) {
      this.#inside++
      return Promise.resolve(true)
    }
    return new Promise((resolve) => this.#waiting.push(new Waiter(resolve, stoppables)))
  }

  leave(): void {
    for (;;) {
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
      if (next.admit()) return
    }
  }
}

class Waiter implements Stoppable {
  readonly #resolve: (inside: boolean) => void
  readonly #stoppables: Set<Stoppable>
  #waits = true

  constructor(resolve: (inside: boolean) => void, stoppables: Set<Stoppable>) {
    this.#resolve = resolve
    this.#stoppables = stoppables
    stoppables.add(this)
  }

  /** Whether it still waited. */
  admit(): boolean {
    return this.#end(true)
  }

  stop(): void {
    this.#end(false)
  }

  #end(inside: boolean): boolean {
    if (!this.#waits) return false
    this.#waits = false
    this.#stoppables.delete(this)
    this.#resolve(inside)
    return true
  }
}
