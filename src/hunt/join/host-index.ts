import type { AttackFinding, Instant } from '../../core/index.ts'

/** An attempt that waits for a trace of its having fired. */
export interface Awaited {
  readonly id: AttackFinding['id']
  readonly source: string
  readonly line: number | null
  readonly when: Instant | null
  readonly host: string
  readonly port: number | null
  readonly meaning: string
  /** How often a vulnerable Log4j looks it up for one message. */
  readonly times: number
}

/** How long after an attempt something is taken for its consequence, in milliseconds. */
export const defaultWindowMs = 60_000
/** Of one host, so many attempts are remembered: sprays repeat themselves. */
const mostOfOneHost = 256
const mostHosts = 20_000

/**
 * Hosts that attacks would call, and the attempts behind each, so that other logs (of resolvers, firewalls, sensors, of our
 * own listener) can be asked whether somebody called them.
 */
export class HostIndex {
  readonly #byHost = new Map<string, Awaited[]>()
  /** Whether attempts had to be left out. */
  full = false

  /** Takes note of an attack that would call a host beyond this machine. */
  add(finding: AttackFinding): void {
    const { host, domain, port, meaning, times } = finding.lookup
    const name = host ?? domain
    if (name === null || finding.verdict !== 'fires' || isLoopback(name)) return
    const { id, at, when } = finding
    const awaited = { id, source: at.source, line: at.line, when, host: name, port, meaning, times }
    for (const key of keysOf(name)) {
      const known = this.#byHost.get(key)
      if (known !== undefined) {
        if (known.length < mostOfOneHost) known.push(awaited)
        else this.full = true
      } else if (this.#byHost.size < mostHosts) this.#byHost.set(key, [awaited])
      else this.full = true
    }
  }

  get size(): number {
    return this.#byHost.size
  }

  /** Host names and addresses as they would stand in other logs, in lower case. */
  hosts(): Iterable<string> {
    return this.#byHost.keys()
  }

  /**
   * Attempts that called this host, at or shortly before `when`; all of them where one of the two has no time. `slack`: how
   * far clocks of two machines may differ.
   */
  before(host: string, when: Instant | null, windowMs = defaultWindowMs, slackMs = 5_000): readonly Awaited[] {
    const all = this.#byHost.get(host.toLowerCase()) ?? []
    return all.filter(
      (each) => each.when === null || when === null || (when >= each.when - slackMs && when <= each.when + windowMs),
    )
  }
}

/**
 * How a host is found in another log: without values of the victim that stand in its name, which nobody knows here. The
 * last labels behind them are enough: `${hostName}.x7.evil.example` is found by `x7.evil.example`.
 */
function keysOf(host: string): readonly string[] {
  const name = host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '')
  const value = name.lastIndexOf('}')
  const known = value < 0 ? name : name.slice(value + 1).replace(/^[^.]*\./, '')
  return known.length >= 4 && known.includes('.') ? [known] : name.includes(':') && value < 0 ? [name] : []
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)
}
