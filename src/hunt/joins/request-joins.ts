import type { AttackFinding } from '../../core/index.ts'
import { evaluateOn, newest } from '../evaluations.ts'
import type { Match } from './match.ts'
import { isIn, type Span } from './sightings.ts'
import type { Witness } from './witness.ts'

/** Attacks whose requests are looked for, and records of each that are kept. */
const mostAttacks = 1_000
const mostKept = 20
const mostIds = 4
/** A shorter text stands in too many lines. */
const leastWritten = 4

/**
 * What programs call one request by: a UUID, 32 hexadecimal digits (a trace of W3C, `$request_id` of nginx), `1-…-…` of AWS. In
 * lower case.
 */
export function requestIdsIn(text: string): readonly string[] {
  const ids = text.match(
    /(?<![\w-])(?:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|[\da-f]{32}|1-[\da-f]{8}-[\da-f]{24})(?![\w-])/gi,
  )
  return [...new Set((ids ?? []).slice(0, mostIds).map((id) => id.toLowerCase()))]
}

/** A record of the request that an attack came with, or of some of them. */
export interface RequestMatch {
  readonly match: Match
  readonly witness: Witness
}

/**
 * Joins attacks that Log4j takes out of the line that it evaluates them in, or takes the line with, with what other logs have of
 * the same request, by its id: what stands there instead says what became of it.
 */
export class RequestJoins {
  readonly #span: Span
  readonly #byId = new Map<string, Witness[]>()
  #attacks = 0

  constructor(span: Span) {
    this.#span = span
  }

  take(finding: AttackFinding): void {
    const { verdict, traits } = finding
    if (verdict !== 'fires' || !(traits.includes('laundering') || traits.includes('suppression'))) return
    if (this.#attacks >= mostAttacks) return
    const ids = idsOf(finding).filter((id) => !this.#byId.has(id))
    for (const id of ids) this.#byId.set(id, [])
    if (ids.length > 0) this.#attacks++
  }

  /** Ids that are to be looked for in all logs. */
  watched(): readonly string[] {
    return [...this.#byId.keys()]
  }

  witness(witness: Witness): void {
    if (witness.saw.is !== 'request') return
    for (const id of witness.saw.ids) {
      const kept = this.#byId.get(id)
      if (kept !== undefined && kept.length < mostKept) kept.push(witness)
    }
  }

  /** What other logs have of the request of an attack. */
  *matches(finding: AttackFinding): Generator<RequestMatch, void, undefined> {
    if (this.#byId.size === 0) return
    const seen = new Set(idsOf(finding).flatMap((id) => this.#byId.get(id) ?? []))
    const others = [...seen].filter(
      ({ source, when }) =>
        source !== finding.at.source &&
        (when === null || finding.when === null || isIn(finding.when, when, this.#span)),
    )
    if (others.length === 0) return
    const { payload, written } = payloadOf(finding)
    const has = ({ text }: Witness): boolean => text.includes(payload) || text.includes(finding.lookup.raw)
    for (const witness of others) {
      if (has(witness)) yield { match: asItCame, witness }
      else if (written !== null && witness.text.includes(written)) yield { match: laundered(written), witness }
    }
    const [first] = others
    if (finding.traits.includes('suppression') && first !== undefined && !others.some(has))
      yield { match: missing(others.length), witness: first }
  }
}

const asItCame: Match = {
  outcome: 'attempt',
  what: 'a record of the same request has it as it came',
  why: 'whatever wrote that did not evaluate it',
}

function laundered(written: string): Match {
  return {
    outcome: 'likely',
    what: `a record of the same request has ${JSON.stringify(written.slice(0, 100))} in its place`,
    why: 'which is what a Log4j writes that evaluated it',
  }
}

function missing(records: number): Match {
  return {
    outcome: 'attempt',
    what: `${records === 1 ? 'one record' : `${records} records`} of the same request, and none that has it`,
    why: 'a Log4j that evaluates it loses the line, and so does a program that never logs it',
  }
}

function idsOf({ evidence: [first] }: AttackFinding): readonly string[] {
  return first.kind === 'log' ? requestIdsIn(first.text) : []
}

/** The payload with its escapes undone, and what the newest release that evaluates it writes in its place, if that is known. */
function payloadOf({ evidence, lookup, traits, seenAt }: AttackFinding): { payload: string; written: string | null } {
  const decoded = evidence.find((each) => each.kind === 'decoding')
  const text = decoded?.kind === 'decoding' ? decoded.text : lookup.raw
  const payload = text.slice(Math.max(0, text.indexOf('${')), text.lastIndexOf('}') + 1)
  if (!traits.includes('laundering')) return { payload, written: null }
  const { output } = evaluateOn(newest, payload, 'message', seenAt)
  return { payload, written: output !== null && output.length >= leastWritten ? output : null }
}
