import { type AttackFinding, type AttackVerdict, hostTemplate, type Instant, type Outcome } from '../core/index.ts'
import { askedOf, attackNoun, attackVerdicts, couldFire } from './attack-words.ts'
import { Tally } from './tally.ts'

/** What the attacks of a run come to. Memory does not grow with their number. */
export class AttackSums {
  /** Whom they ask; names that were made for one request stand together. */
  readonly asked = new Tally()
  /** Where they came from, as records say. */
  readonly from = new Tally()
  /** Secrets that would be carried away: what to rotate. */
  readonly secrets = new Tally()
  /** Those of them of which something was seen that only evaluation causes: what to rotate first. */
  readonly carriedAway = new Tally()
  /** Logs that hold them. */
  readonly logs = new Tally()
  readonly #byVerdict = new Map<AttackVerdict, number>()
  readonly #byOutcome = new Map<Outcome, number>()
  /** Those that could fire on something that a scan found here. */
  here = 0
  /** Those that a scan was held against. */
  held = 0
  first: Instant | null = null
  last: Instant | null = null

  add(finding: AttackFinding): void {
    const { verdict, when, from, leaks, at, lookup, outcome } = finding
    if (verdict !== 'evidence') this.#byOutcome.set(outcome, this.came(outcome) + 1)
    this.#byVerdict.set(verdict, this.of(verdict) + 1)
    this.logs.add(at.source, when)
    if (from !== null) this.from.add(from, when)
    const asked = askedOf(finding)
    if (asked !== null) this.asked.add(lookup.host === null ? hostTemplate(asked) : askedTemplate(finding), when)
    if (verdict === 'fires')
      for (const { read, secret } of leaks)
        if (secret) (outcome === 'callback-seen' ? this.carriedAway : this.secrets).add(read, when)
    const fired = couldFire(finding)
    if (fired !== null) this.held++
    if (fired?.startsWith('YES') === true) this.here++
    if (when === null) return
    if (this.first === null || when < this.first) this.first = when
    if (this.last === null || when > this.last) this.last = when
  }

  /** One that was added as `before`. */
  outcome({ verdict, when, leaks, outcome }: AttackFinding, before: Outcome): void {
    if (verdict === 'evidence') return
    this.#byOutcome.set(before, this.came(before) - 1)
    this.#byOutcome.set(outcome, this.came(outcome) + 1)
    if (verdict === 'fires' && outcome === 'callback-seen')
      for (const { read, secret } of leaks) {
        if (!secret) continue
        this.secrets.remove(read)
        this.carriedAway.add(read, when)
      }
  }

  of(verdict: AttackVerdict): number {
    return this.#byVerdict.get(verdict) ?? 0
  }

  /** How many attacks came so far, traces of evaluated lookups aside. */
  came(outcome: Outcome): number {
    return this.#byOutcome.get(outcome) ?? 0
  }

  /** `a callback was seen of 1, 2 more likely fired`; empty if nothing was seen of any. */
  get outcomes(): string {
    const n = (outcome: Outcome): string => this.came(outcome).toLocaleString('en-US')
    const seen = this.came('callback-seen') === 0 ? [] : [`a callback was seen of ${n('callback-seen')}`]
    const likely = this.came('likely') === 0 ? [] : [`${n('likely')}${seen.length > 0 ? ' more' : ''} likely fired`]
    return [...seen, ...likely].join(', ')
  }

  get count(): number {
    return attackVerdicts.reduce((sum, verdict) => sum + this.of(verdict), 0)
  }

  /** `3 attacks, 1 failed attempt`; empty if there is none at all. */
  get verdicts(): string {
    return attackVerdicts
      .flatMap((verdict) => {
        const n = this.of(verdict)
        return n === 0 ? [] : [`${n.toLocaleString('en-US')} ${attackNoun(verdict, n)}`]
      })
      .join(', ')
  }
}

function askedTemplate({ lookup: { host, port } }: AttackFinding): string {
  const template = hostTemplate(host ?? '')
  return port === null ? template : `${template}:${port}`
}
