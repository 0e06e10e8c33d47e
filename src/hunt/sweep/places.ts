import { Beginnings, type Interest } from './needles.ts'
import { Sweep } from './sweep.ts'

/** A window of memory into which a log is read, and the places in it that are of interest. */
export interface Places {
  readonly window: Uint8Array
  /**
   * Places from `from` to before `to` where something may begin, in order. Gives where it ended: before `to` if there were
   * too many at once.
   */
  places(from: number, to: number, tell: (place: number) => void): number
  /** What begins at such a place, if anything does; `end`: where what was read ends. */
  at(place: number, end: number): Interest | null
  /** How many lines end from `from` to before `to`. */
  lines(from: number, to: number): number
  /** Gives the window back. */
  close(): void
}

/** Places that may begin a payload, the trace of one, or a directive. */
export class PayloadPlaces implements Places {
  readonly window: Uint8Array
  readonly #sweep: Sweep
  readonly #beginnings: Beginnings

  constructor(size: number) {
    this.#sweep = Sweep.of(size)
    this.window = this.#sweep.window
    this.#beginnings = new Beginnings(this.window)
  }

  places(from: number, to: number, tell: (place: number) => void): number {
    return this.#sweep.places(from, to, tell)
  }

  at(place: number, end: number): Interest | null {
    return this.#beginnings.at(place, end)
  }

  lines(from: number, to: number): number {
    return this.#sweep.lines(from, to)
  }

  close(): void {
    this.#sweep.close()
  }
}
