import {
  type AttackFinding,
  type Campaign,
  commandTemplate,
  hostTemplate,
  type Instant,
  type Outcome,
  outcomes,
  pathTemplate,
  techniquesOf,
} from '../../core/index.ts'
import { RecentlyRead } from '../recently-read.ts'
import { NamedCounts } from './named-counts.ts'

/** Campaigns that are told apart; whoever sends attacks chooses how many there are. */
const mostCampaigns = 1_000
/** Different names that are counted for each, and that are told. */
const mostCounted = 60
const mostTold = 20
const mostSecrets = 50
const mostSchemes = 8
/** Names of attacks whose campaign is remembered. */
const mostRemembered = 8_192

/** Groups attacks that ask for the same, in one pass and bounded memory. */
export class Campaigns {
  readonly #digest: (text: string) => string
  readonly #byKey = new Map<string, Gathered>()
  /** `null`: it asks nobody. */
  readonly #byMeaning = new RecentlyRead<Gathered | 'unplaced' | null>(mostRemembered)
  #unplaced = 0

  /** `digest`: in lower-case hexadecimal, at least 32 digits. */
  constructor(digest: (text: string) => string) {
    this.#digest = digest
  }

  add(finding: AttackFinding): void {
    const { meaning } = finding.lookup
    let known = this.#byMeaning.get(meaning)
    if (known === undefined) {
      known = this.#gatheredOf(finding)
      this.#byMeaning.keep(meaning, known)
    }
    if (known === 'unplaced') this.#unplaced++
    else known?.add(finding)
  }

  /** One that was added as `before`. */
  outcome(finding: AttackFinding, before: Outcome): void {
    const known = this.#gatheredOf(finding)
    if (known !== 'unplaced') known?.outcome(finding.outcome, before)
  }

  /** The furthest and the largest first. */
  list(): readonly Campaign[] {
    return [...this.#byKey.values()]
      .map((each) => each.campaign())
      .sort((a, b) => far(b) - far(a) || b.attacks - a.attacks || (a.id < b.id ? -1 : 1))
  }

  /** Attacks of further campaigns than are told apart. */
  get unplaced(): number {
    return this.#unplaced
  }

  /** `null` for what asks nobody; `unplaced` where there are too many. */
  #gatheredOf(finding: AttackFinding): Gathered | 'unplaced' | null {
    const named = sharedBy(finding)
    if (named === null) return null
    const key = JSON.stringify(Object.values(named))
    let known = this.#byKey.get(key)
    if (known === undefined) {
      if (this.#byKey.size >= mostCampaigns) return 'unplaced'
      known = new Gathered(`c-${this.#digest(key).slice(0, 16)}`, named)
      this.#byKey.set(key, known)
    }
    return known
  }
}

type Shared = Pick<Campaign, 'host' | 'port' | 'path' | 'command'>

/** What attacks of one campaign have in common; `null` for one that asks nobody. */
function sharedBy({ lookup, carries }: AttackFinding): Shared | null {
  const { scheme, host, port, path, domain } = lookup
  if (host === null && domain === null) {
    if (scheme !== 'dns' || path === null || path === '') return null
    return { host: hostTemplate(path.toLowerCase()), port: null, path: null, command: null }
  }
  return {
    host: hostTemplate((host ?? domain ?? '').toLowerCase()),
    port: host === null ? null : port,
    path: path === null ? null : pathTemplate(path),
    command: carries.length === 0 ? null : commandTemplate(carries.join('; ')),
  }
}

function far({ outcome }: Campaign): number {
  return outcomes.indexOf(outcome)
}

class Gathered {
  readonly #id: string
  readonly #shared: Shared
  readonly #schemes = new Set<string>()
  readonly #sources = new NamedCounts(mostCounted)
  readonly #targets = new NamedCounts(mostCounted)
  readonly #techniques = new NamedCounts(mostCounted)
  readonly #secrets = new Set<string>()
  readonly #came: Record<Outcome, number> = { attempt: 0, likely: 0, 'callback-seen': 0 }
  #scanner: string | null = null
  #firstSeen: Instant | null = null
  #lastSeen: Instant | null = null
  #last: { readonly of: unknown; readonly raw: string; readonly techniques: readonly string[] } | null = null

  constructor(id: string, shared: Shared) {
    this.#id = id
    this.#shared = shared
  }

  add(finding: AttackFinding): void {
    const { from, at, leaks, outcome, when, scanner, lookup } = finding
    this.#came[outcome]++
    if (lookup.scheme !== null && this.#schemes.size < mostSchemes) this.#schemes.add(lookup.scheme)
    if (from !== null) this.#sources.add(from)
    this.#targets.add(at.source)
    for (const technique of this.#techniquesOf(finding)) this.#techniques.add(technique)
    for (const { read, secret } of leaks) if (secret && this.#secrets.size < mostSecrets) this.#secrets.add(read)
    this.#scanner ??= scanner
    if (when === null) return
    if (this.#firstSeen === null || when < this.#firstSeen) this.#firstSeen = when
    if (this.#lastSeen === null || when > this.#lastSeen) this.#lastSeen = when
  }

  outcome(outcome: Outcome, before: Outcome): void {
    this.#came[before]--
    this.#came[outcome]++
  }

  /** What a spray sends is written in the same way each time; findings of one text share an object. */
  #techniquesOf(finding: AttackFinding): readonly string[] {
    const { cves: of, lookup } = finding
    if (this.#last?.of === of && this.#last.raw === lookup.raw) return this.#last.techniques
    const techniques = techniquesOf(finding)
    this.#last = { of, raw: lookup.raw, techniques }
    return techniques
  }

  campaign(): Campaign {
    const { attempt, likely, 'callback-seen': callbackSeen } = this.#came
    return {
      id: this.#id,
      ...this.#shared,
      schemes: [...this.#schemes],
      attacks: attempt + likely + callbackSeen,
      outcome: callbackSeen > 0 ? 'callback-seen' : likely > 0 ? 'likely' : 'attempt',
      likely,
      callbackSeen,
      firstSeen: this.#firstSeen,
      lastSeen: this.#lastSeen,
      sources: this.#sources.top(mostTold),
      targets: this.#targets.top(mostTold),
      techniques: this.#techniques.top(mostTold),
      secrets: [...this.#secrets],
      scanner: this.#scanner,
    }
  }
}
