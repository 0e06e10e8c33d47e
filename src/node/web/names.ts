import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { ConnectFailure, codeOf } from './connect-failure.ts'
import { Deadline } from './deadline.ts'
import { Gate } from './gate.ts'
import type { Stoppable } from './stopping.ts'

/** Addresses of one name that are tried at most. */
const maxAddresses = 4
/** How long an answer serves the other requests to the same name; each new connection is admitted anew all the same. */
const rememberedMs = 5_000
const remembered = 4_096

/**
 * `getaddrinfo` blocks a thread, and libuv gives such slow work at most half of its pool, so that files are never
 * held up by a silent resolver (https://docs.libuv.org/en/v1.x/threadpool.html). More at once would only wait inside,
 * with their time running. A scan of very many names wants `UV_THREADPOOL_SIZE` raised in its environment.
 */
const simultaneous = Math.max(1, Math.ceil(Number(process.env['UV_THREADPOOL_SIZE'] ?? 4) / 2)) || 2

/** A door to the system's resolver; rejects if the name has no address. */
export type LookUp = (host: string) => Promise<readonly string[]>

interface Known {
  readonly until: number
  /** Who shares the answer: those who are stopped together. */
  readonly stoppables: Set<Stoppable>
  readonly answer: Promise<readonly string[]>
}

/** Turns names into addresses as the system does, hosts file included; each name once for all who ask meanwhile. */
export class Names {
  readonly #timeoutMs: number
  readonly #lookUp: LookUp
  readonly #gate = new Gate(simultaneous)
  readonly #known = new Map<string, Known>()

  constructor(timeoutMs: number, lookUp: LookUp = lookUpBySystem) {
    this.#timeoutMs = timeoutMs
    this.#lookUp = lookUp
  }

  /** Address literals, at least one. Rejects with {@link ConnectFailure}, at once when it is stopped. */
  addressesOf(host: string, stoppables: Set<Stoppable>): readonly string[] | Promise<readonly string[]> {
    if (isIP(host) !== 0) return [host]
    const known = this.#known.get(host)
    if (known?.stoppables === stoppables && performance.now() < known.until) return known.answer
    const answer = this.#ask(host, stoppables)
    this.#known.delete(host)
    this.#known.set(host, { until: performance.now() + rememberedMs, stoppables, answer })
    const [oldest] = this.#known.keys()
    if (this.#known.size > remembered && oldest !== undefined) this.#known.delete(oldest)
    return answer
  }

  async #ask(host: string, stoppables: Set<Stoppable>): Promise<readonly string[]> {
    if (!(await this.#gate.enter(stoppables))) throw new ConnectFailure('interrupted', 'the scan was stopped')
    const patience = new Deadline(this.#timeoutMs, stoppables)
    try {
      return await patience.wait((resolve, reject) => {
        const failed = (why: string): void => reject(new ConnectFailure('unresolvable', `${host}: ${why}`))
        this.#lookUp(host)
          .then(
            (found) => (found.length === 0 ? failed('no address') : resolve(found.slice(0, maxAddresses))),
            (error: unknown) => failed(codeOf(error)),
          )
          // The thread is free when the system's call ends, which may be long after we stopped waiting for it.
          .finally(() => this.#gate.leave())
      })
    } catch (error) {
      const silent = error instanceof ConnectFailure && error.reason === 'timed-out'
      throw silent ? new ConnectFailure('unresolvable', `${host}: the resolver gave no answer in time`) : error
    } finally {
      patience.clear()
    }
  }
}

async function lookUpBySystem(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}
