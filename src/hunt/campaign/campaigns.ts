import type { AttackFinding, AttackVerdict, Instant } from '../../core/index.ts'
import { pathTemplate } from './path-template.ts'

/** Attempts that belong together: they call the same host and port for the same kind of name, with the same command. */
export interface Campaign {
  /** As it is looked up: `ldap`. */
  readonly scheme: string | null
  readonly host: string | null
  readonly port: number | null
  /** What differs from one victim to the next is left out. */
  readonly path: string
  readonly carries: readonly string[]
  readonly attempts: number
  readonly verdicts: Readonly<Partial<Record<AttackVerdict, number>>>
  readonly first: Instant | null
  readonly last: Instant | null
  /** Addresses, those with most attempts first, at most 20. */
  readonly sources: readonly { readonly address: string; readonly attempts: number }[]
  /** How many different addresses there were; `null`: too many to count. */
  readonly sourceCount: number | null
  /** Values that it would carry away. */
  readonly reads: readonly string[]
  readonly scanner: string | null
}

interface Draft {
  readonly sample: AttackFinding
  readonly path: string
  attempts: number
  readonly verdicts: Partial<Record<AttackVerdict, number>>
  first: Instant | null
  last: Instant | null
  readonly sources: Map<string, number>
  tooManySources: boolean
  readonly reads: Set<string>
}

const mostCampaigns = 5_000
const mostSources = 10_000
const shownSources = 20
const mostReads = 100

/** Puts attacks together as they come; memory is bounded, and what does not fit any more is counted. */
export class Campaigns {
  readonly #drafts = new Map<string, Draft>()
  /** Attacks of campaigns beyond the limit. */
  uncounted = 0

  add(finding: AttackFinding): void {
    const { scheme, host, port, path } = finding.lookup
    const template = pathTemplate(path ?? '')
    const key = JSON.stringify([scheme, host?.toLowerCase(), port, template, finding.carries])
    const draft = this.#drafts.get(key) ?? this.#begin(key, finding, template)
    if (draft === null) {
      this.uncounted++
      return
    }
    draft.attempts++
    draft.verdicts[finding.verdict] = (draft.verdicts[finding.verdict] ?? 0) + 1
    if (finding.when !== null) {
      if (draft.first === null || finding.when < draft.first) draft.first = finding.when
      if (draft.last === null || finding.when > draft.last) draft.last = finding.when
    }
    if (finding.from !== null) addSource(draft, finding.from)
    for (const read of finding.lookup.reads) if (draft.reads.size < mostReads) draft.reads.add(read)
  }

  /** Those with most attempts first. */
  list(): readonly Campaign[] {
    return [...this.#drafts.values()]
      .map(campaignOf)
      .sort((a, b) => b.attempts - a.attempts || (a.first ?? 0) - (b.first ?? 0))
  }

  #begin(key: string, sample: AttackFinding, path: string): Draft | null {
    if (this.#drafts.size >= mostCampaigns) return null
    const draft: Draft = {
      sample,
      path,
      attempts: 0,
      verdicts: {},
      first: null,
      last: null,
      sources: new Map(),
      tooManySources: false,
      reads: new Set(),
    }
    this.#drafts.set(key, draft)
    return draft
  }
}

function addSource(draft: Draft, address: string): void {
  const known = draft.sources.get(address)
  if (known !== undefined || draft.sources.size < mostSources) draft.sources.set(address, (known ?? 0) + 1)
  else draft.tooManySources = true
}

function campaignOf({
  sample,
  path,
  attempts,
  verdicts,
  first,
  last,
  sources,
  tooManySources,
  reads,
}: Draft): Campaign {
  const { scheme, host, port } = sample.lookup
  return {
    scheme,
    host,
    port,
    path,
    carries: sample.carries,
    attempts,
    verdicts,
    first,
    last,
    sources: [...sources]
      .sort((a, b) => b[1] - a[1])
      .slice(0, shownSources)
      .map(([address, count]) => ({ address, attempts: count })),
    sourceCount: tooManySources ? null : sources.size,
    reads: [...reads],
    scanner: sample.scanner,
  }
}
