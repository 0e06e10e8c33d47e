import type { AttackFinding } from '../../core/index.ts'
import { type Changed, Joins, spanAround } from './joins.ts'
import type { Witness } from './witness.ts'

const nothing: readonly AttackFinding[] = []

/**
 * Joins attacks with what comes of them while both come, for as long as it takes: each attack is kept for as long as something
 * may come of it, by the clock, and for twice that at most. Where more come than can be kept, the oldest are let go of.
 */
export class LiveJoins {
  readonly #windowMs: number
  readonly #now: () => number
  #current: Joins
  #before: Joins | null = null
  #since: number
  #watched: ReadonlySet<string> = new Set()
  #isStale = false
  #hurried = 0

  /** `windowMs`: how long after an attack something counts as come of it. `now`: in milliseconds, from whenever. */
  constructor(windowMs: number, now: () => number) {
    this.#windowMs = windowMs
    this.#now = now
    this.#current = new Joins(windowMs, 'once')
    this.#since = now()
  }

  /** Keeps an attack. Gives those that it takes the place of, with what came of them. */
  take(finding: AttackFinding): Iterable<AttackFinding> {
    const left = this.#current.isFull ? this.#turn() : nothing
    this.#current.take(finding)
    this.#isStale = true
    return left
  }

  witness(witness: Witness): void {
    this.#before?.witness(witness)
    this.#current.witness(witness)
    // An answer may name addresses that are to be looked for.
    this.#isStale = true
  }

  /** All that is to be looked for in what comes, in lower case, and what of it in what came before. */
  names(): { readonly all: ReadonlySet<string>; readonly fresh: readonly string[] } {
    if (!this.#isStale) return { all: this.#watched, fresh: [] }
    this.#isStale = false
    const kept = [this.#current, ...(this.#before === null ? [] : [this.#before])]
    this.#watched = new Set(kept.flatMap((joins) => [...joins.watched(), ...joins.further()]))
    return { all: this.#watched, fresh: [...new Set(kept.flatMap((joins) => joins.takeFresh()))] }
  }

  /** Attacks that were not given before, and those of which more is known than when they were. */
  *changed(): Generator<Changed, void, undefined> {
    if (this.#before !== null) yield* this.#before.changed()
    yield* this.#current.changed()
  }

  /** Lets go of attacks of which nothing can come any more, and gives them with what came of them. */
  leaving(): Iterable<AttackFinding> {
    const { before, after } = spanAround(this.#windowMs)
    if (this.#now() - this.#since <= before + after) return nothing
    const left = this.#turn()
    this.#hurried -= left.length
    return left
  }

  /** All that is kept, with what came of it. */
  *rest(): Generator<AttackFinding, void, undefined> {
    if (this.#before !== null) yield* this.#before.joined()
    yield* this.#current.joined()
  }

  /** What an operator should know of it. */
  *notes(): Generator<string, void, undefined> {
    if (this.#hurried > 0)
      yield `${this.#hurried.toLocaleString('en-US')} attacks were watched for less than the window, because so many came at once`
  }

  #turn(): readonly AttackFinding[] {
    const left = [...(this.#before?.joined() ?? [])]
    this.#hurried += left.length
    this.#before = this.#current.size === 0 ? null : this.#current
    this.#current = new Joins(this.#windowMs, 'once')
    this.#since = this.#now()
    this.#isStale = true
    return left
  }
}
