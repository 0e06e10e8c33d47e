import { between, type Clock, type Instant } from '../../core/index.ts'
import { ConnectFailure } from './connect-failure.ts'

/** How long an origin that let a connection time out is not asked again. */
const silentMs = 30_000
const remembered = 100_000

/** Origins that dropped our packets a moment ago: requests to them fail at once instead of waiting as long again. */
export class SilentHosts {
  readonly #clock: Clock
  readonly #since = new Map<string, Instant>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(origin: string): void {
    // A connection that was refused here must not prolong the silence it was refused for.
    if (this.#isSilent(origin)) return
    this.#since.delete(origin)
    this.#since.set(origin, this.#clock.now())
    const [oldest] = this.#since.keys()
    if (this.#since.size > remembered && oldest !== undefined) this.#since.delete(oldest)
  }

  /** Throws {@link ConnectFailure} if `origin` is remembered. */
  refuse(origin: string): void {
    if (this.#isSilent(origin)) throw new ConnectFailure('timed-out', 'an earlier connection to it got no answer')
  }

  #isSilent(origin: string): boolean {
    const since = this.#since.get(origin)
    return since !== undefined && between(since, this.#clock.now()) < silentMs
  }
}
