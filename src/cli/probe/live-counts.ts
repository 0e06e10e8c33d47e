import { between, type Clock, type Instant, type Millis } from '../../core/index.ts'
import type { LiveCounter } from '../../probe/index.ts'
import type { Progress } from '../progress.ts'
import { progressLine } from './progress-line.ts'

/** What a scan has done so far, drawn as one line until it ends. */
export class LiveCounts {
  proven = 0
  readonly #counts = { requests: 0, delivered: 0, callbacks: 0, targetsBegun: 0, targetsDone: 0 }
  readonly #startedAt: Instant
  readonly #waitMs: Millis
  readonly #clock: Clock
  #lastSentAt: Instant
  #allBegun = false
  #timer: NodeJS.Timeout | null = null

  constructor(waitMs: Millis, clock: Clock) {
    this.#waitMs = waitMs
    this.#clock = clock
    this.#startedAt = clock.now()
    this.#lastSentAt = this.#startedAt
  }

  count(what: LiveCounter, by = 1): void {
    this.#counts[what] += by
    if (what === 'requests') this.#lastSentAt = this.#clock.now()
  }

  /** The same inputs; when their end is reached, the number of targets is known. */
  async *watch<T>(inputs: AsyncIterable<T>): AsyncGenerator<T> {
    yield* inputs
    this.#allBegun = true
  }

  drawOn(progress: Progress): void {
    this.#timer = setInterval(() => progress.show((columns) => this.#line(columns)), 200)
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
  }

  #line(columns: number): string {
    const now = this.#clock.now()
    const idle = between(this.#lastSentAt, now)
    const state = {
      ...this.#counts,
      proven: this.proven,
      elapsedMs: between(this.#startedAt, now),
      allBegun: this.#allBegun,
      // Half a second without a request: everything is sent, and what is still to come are late callbacks.
      waitLeftMs: idle > 500 ? Math.max(0, this.#waitMs - idle) : null,
      waitMs: this.#waitMs,
    }
    return progressLine(state, columns)
  }
}
