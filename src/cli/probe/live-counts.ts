import { between, type Clock, type Instant, type Millis } from '../../core/index.ts'
import type { Progress } from '../progress.ts'
import { progressLine } from './progress-line.ts'

/** What a scan has done so far, drawn as one line until it ends. */
export class LiveCounts {
  proven = 0
  readonly #counts = { requests: 0, callbacks: 0, targetsBegun: 0, targetsDone: 0 }
  readonly #startedAt: Instant
  readonly #waitMs: Millis
  readonly #clock: Clock
  #lastSentAt: Instant
  #timer: NodeJS.Timeout | null = null

  constructor(waitMs: Millis, clock: Clock) {
    this.#waitMs = waitMs
    this.#clock = clock
    this.#startedAt = clock.now()
    this.#lastSentAt = this.#startedAt
  }

  count(what: 'requests' | 'callbacks' | 'targetsBegun' | 'targetsDone'): void {
    this.#counts[what]++
    if (what === 'requests') this.#lastSentAt = this.#clock.now()
  }

  drawOn(progress: Progress): void {
    this.#timer = setInterval(() => progress.show(this.#line()), 200)
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
  }

  #line(): string {
    const now = this.#clock.now()
    const idle = between(this.#lastSentAt, now)
    return progressLine({
      ...this.#counts,
      proven: this.proven,
      elapsedMs: between(this.#startedAt, now),
      // Half a second without a request: everything is sent, and what is still to come are late callbacks.
      waitLeftMs: idle > 500 ? Math.max(0, this.#waitMs - idle) : null,
      waitMs: this.#waitMs,
    })
  }
}
