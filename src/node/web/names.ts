import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { ConnectFailure, codeOf } from './connect-failure.ts'
import { Gate } from './gate.ts'

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

/** Turns names into addresses as the system does, hosts file included; each name once for all who ask meanwhile. */
export class Names {
  readonly #timeoutMs: number
  readonly #gate = new Gate(simultaneous)
  readonly #known = new Map<string, { readonly until: number; readonly answer: Promise<readonly string[]> }>()

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs
  }

  /** Address literals, at least one. Rejects with {@link ConnectFailure}. */
  addressesOf(host: string): readonly string[] | Promise<readonly string[]> {
    if (isIP(host) !== 0) return [host]
    const known = this.#known.get(host)
    if (known !== undefined && performance.now() < known.until) return known.answer
    const answer = this.#lookUp(host)
    this.#known.delete(host)
    this.#known.set(host, { until: performance.now() + rememberedMs, answer })
    const [oldest] = this.#known.keys()
    if (this.#known.size > remembered && oldest !== undefined) this.#known.delete(oldest)
    return answer
  }

  async #lookUp(host: string): Promise<readonly string[]> {
    await this.#gate.enter(new Set())
    // The thread is free when the system's call ends, which may be long after we stopped waiting for it.
    const looking = lookup(host, { all: true }).finally(() => this.#gate.leave())
    try {
      const found = await withinMs(looking, this.#timeoutMs)
      return found.slice(0, maxAddresses).map(({ address }) => address)
    } catch (error) {
      throw new ConnectFailure('unresolvable', `${host}: ${codeOf(error)}`)
    }
  }
}

function withinMs<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the resolver gave no answer in time')), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
