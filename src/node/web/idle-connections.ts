import type { Connection } from './connection.ts'

export interface IdleLimits {
  readonly perOrigin: number
  readonly inAll: number
  /** Servers close idle connections after some seconds; ours are given up before most do. */
  readonly forMs: number
}

interface Idle {
  readonly connection: Connection
  readonly origin: string
  readonly until: number
}

/** Open connections that wait for the next request to their origin; the longest idle is given up first. */
export class IdleConnections {
  readonly #limits: IdleLimits
  readonly #byOrigin = new Map<string, Idle[]>()
  /** In the order in which they became idle, so that the first is always the next to be given up. */
  readonly #all = new Set<Idle>()
  readonly #sweeper: NodeJS.Timeout
  #closed = false

  constructor(limits: IdleLimits) {
    this.#limits = limits
    this.#sweeper = setInterval(() => this.#sweep(), limits.forMs / 4).unref()
  }

  take(origin: string): Connection | null {
    const idle = this.#byOrigin.get(origin)?.at(-1)
    if (idle === undefined) return null
    this.#forget(idle)
    return idle.connection
  }

  keep(origin: string, connection: Connection): void {
    const kept = this.#byOrigin.get(origin) ?? []
    if (this.#closed || connection.lost || kept.length >= this.#limits.perOrigin) {
      connection.destroy()
      return
    }
    const idle = { connection, origin, until: performance.now() + this.#limits.forMs }
    connection.onLost = () => this.#forget(idle)
    kept.push(idle)
    this.#byOrigin.set(origin, kept)
    this.#all.add(idle)
    const [longest] = this.#all
    if (this.#all.size > this.#limits.inAll && longest !== undefined) this.#giveUp(longest)
  }

  /** What becomes idle later is closed at once, so that nothing holds the process. */
  close(): void {
    this.#closed = true
    clearInterval(this.#sweeper)
    for (const idle of [...this.#all]) this.#giveUp(idle)
  }

  #sweep(): void {
    const now = performance.now()
    for (const idle of this.#all) {
      if (idle.until > now) return
      this.#giveUp(idle)
    }
  }

  #giveUp(idle: Idle): void {
    this.#forget(idle)
    idle.connection.destroy()
  }

  #forget(idle: Idle): void {
    idle.connection.onLost = null
    this.#all.delete(idle)
    const kept = this.#byOrigin.get(idle.origin)
    const index = kept?.indexOf(idle) ?? -1
    if (kept === undefined || index < 0) return
    kept.splice(index, 1)
    if (kept.length === 0) this.#byOrigin.delete(idle.origin)
  }
}
