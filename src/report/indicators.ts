import {
  type AttackFinding,
  hostTemplate,
  type Instant,
  isPrivate,
  readAddress,
  readHostAddress,
  showAddress,
} from '../core/index.ts'

/** A name or an address that other devices can look for or keep out, in the form in which they compare it. */
export interface Indicator {
  readonly kind: 'domain' | 'ipv4' | 'ipv6'
  /** Lower-case, without a final dot: `evil.example`. */
  readonly value: string
  /** Of a domain: the names below it are meant too, because an attack puts a value of its own before it. */
  readonly below: boolean
  /** Of an address: it never leaves an organisation, so that it is no sign of anybody outside. */
  readonly isPrivate: boolean
}

/** An indicator, and the attacks that it was seen in. */
export interface SeenIndicator {
  readonly indicator: Indicator
  readonly count: number
  readonly first: Instant
  readonly last: Instant
  /** Whether at least one of them could fire on some release, or did. */
  readonly live: boolean
}

/** Whom a vulnerable Log4j would ask; `null` if that is nobody, or no name that a device could compare. */
export function askedIndicator({ lookup }: AttackFinding): Indicator | null {
  const { scheme, host, path, domain } = lookup
  const asked = host ?? domain ?? (scheme === 'dns' ? path : null)
  return asked === null ? null : readIndicator(asked, host === null ? readAddress : readHostAddress)
}

/** The address that an attack came from, as the record says. */
export function sourceIndicator({ from }: AttackFinding): Indicator | null {
  const found = from === null ? null : readIndicator(from, readAddress)
  return found?.kind === 'domain' ? null : found
}

/** Distinct indicators with their counts, in the order in which they came; memory grows with what is distinct. */
export class IndicatorTally {
  readonly #seen = new Map<string, { -readonly [Name in keyof SeenIndicator]: SeenIndicator[Name] }>()

  add(indicator: Indicator, { when, seenAt, verdict }: AttackFinding): void {
    const at = when ?? seenAt
    const live = verdict === 'fires' || verdict === 'evidence'
    const key = `${indicator.kind} ${indicator.below ? '*.' : ''}${indicator.value}`
    const known = this.#seen.get(key)
    if (known === undefined) {
      this.#seen.set(key, { indicator, count: 1, first: at, last: at, live })
      return
    }
    known.count++
    if (at < known.first) known.first = at
    if (at > known.last) known.last = at
    known.live ||= live
  }

  *[Symbol.iterator](): Generator<SeenIndicator> {
    yield* this.#seen.values()
  }
}

/** A host name with two labels or more (RFC 1123, with the underscore that DNS has too). */
const hostName = /^(?=.{1,253}$)(?:[a-z0-9_][a-z0-9_-]{0,62}\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

function readIndicator(text: string, read: typeof readAddress): Indicator | null {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  const address = read(bare)
  if (address !== null) {
    const kind = address.version === 4 ? 'ipv4' : 'ipv6'
    return { kind, value: showAddress(address), below: false, isPrivate: isPrivate(address) }
  }
  const template = hostTemplate(bare.replace(/\.$/, '')).toLowerCase()
  const below = template.startsWith('*.')
  const value = below ? template.slice(2) : template
  return hostName.test(value) ? { kind: 'domain', value, below, isPrivate: false } : null
}
