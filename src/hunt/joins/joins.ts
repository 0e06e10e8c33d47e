import {
  type AttackEvidence,
  type AttackFinding,
  type Instant,
  type Outcome,
  outcomes,
  sizeOfAttack,
} from '../../core/index.ts'
import { evaluatedRemedy } from '../attack-finding.ts'
import type { Outgoing } from '../outgoing.ts'
import { RecentlyRead } from '../recently-read.ts'
import { type Callee, calleeOf, plain } from './callee.ts'
import { type Match, matchOf } from './match.ts'
import { RequestJoins } from './request-joins.ts'
import { isIn, Sightings, type Span } from './sightings.ts'
import { namesIn } from './watched-places.ts'
import type { Witness } from './witness.ts'

/** Attacks that are kept until it is known what came of them, and characters of them: four times what so many have. */
const mostKept = 5_000
const mostKeptSize = 20_000_000
/** Names and addresses that are looked for, and tokens beside them. */
const mostNames = 2_000
const mostTokens = 2_000
/** Traces that are joined with attacks. */
const mostTraces = 1_000
/** Records of different content that stand in one finding. */
const mostShown = 8
/** A record is written before what it tells of has ended, or after; and clocks differ. In milliseconds. */
const mostBefore = 60_000
/** A record that names nothing belongs only to what happened just before it. In milliseconds. */
const namelessAfter = 10_000

/** How long before and after an attack something may have come of it, of a window in milliseconds. */
export function spanAround(windowMs: number): Span {
  return { before: Math.min(mostBefore, windowMs), after: windowMs }
}

interface Kept {
  readonly finding: AttackFinding
  readonly callee: Callee | null
  /** As it was given last. */
  outcome: Outcome
}

/** An attack with what came of it so far. */
export interface Changed {
  readonly finding: AttackFinding
  /** What was known to have come of it when it was given last; `null`: this is the first time. */
  readonly before: Outcome | null
}

/** What shows by itself that a lookup was evaluated. */
interface Trace {
  readonly finding: AttackFinding
  /** `null` where it does not say what was looked up. */
  readonly callee: Callee | null
}

/**
 * Joins attacks with what came of them: records of resolvers, firewalls, proxies and sensors, of a `fireline catch`, and
 * traces in logs of applications. Memory is bounded. That nothing was seen says nothing.
 *
 * Logs that can be read twice are: first all attacks are taken, then all witnesses. Of what comes only once both are taken as
 * they come, and {@link takeFresh} says what is to be looked for in what came before.
 */
export class Joins {
  readonly #span: Span
  readonly #kept: Kept[] = []
  readonly #traces: Trace[] = []
  readonly #sightings = new Map<string, Sightings>()
  /** Names that stand in some payload as they are asked for. */
  readonly #literal = new Set<string>()
  /** Tokens, and names that a server is asked for itself, with the key of whom they are of. */
  readonly #tokens = new Map<string, string>()
  readonly #callees = new RecentlyRead<Callee | null>()
  /** Addresses, with the names that were answered with them. */
  readonly #answers = new Map<string, Set<string>>()
  /** Whether attacks and witnesses come in any order. */
  readonly #isOnce: boolean
  #isFurther = false
  /** In characters. */
  #keptSize = 0
  #passed = 0
  #unwatched = 0
  /** Names of which something was seen since {@link changed} was asked last. */
  #touched = new Set<string>()
  #isTraced = false
  /** How many of those that are kept were given. */
  #given = 0
  readonly #fresh: string[] = []
  readonly #requests: RequestJoins

  /** `windowMs`: how long after an attack something counts as come of it. */
  constructor(windowMs: number, reading: 'twice' | 'once' = 'twice') {
    this.#span = spanAround(windowMs)
    this.#isOnce = reading === 'once'
    this.#requests = new RequestJoins(this.#span)
  }

  /** Whether further attacks, or names that they ask for, may not be kept. */
  get isFull(): boolean {
    return this.#isKeepingNoMore || this.#sightings.size >= mostNames
  }

  /** Attacks that are kept. */
  get size(): number {
    return this.#kept.length
  }

  /** Whether it is kept until {@link joined}; otherwise there are too many, and it is to be told as it is. */
  take(finding: AttackFinding): boolean {
    const callee = isJoined(finding) ? this.#calleeOf(finding) : null
    if (finding.verdict === 'evidence' && this.#traces.length < mostTraces) {
      this.#traces.push({ finding, callee })
      this.#isTraced = true
    }
    const isKept = !this.#isKeepingNoMore
    if (isKept) {
      this.#keep({ finding, callee, outcome: finding.outcome })
      this.#requests.take(finding)
    }
    if (callee === null) return isKept
    if (isKept) this.#watch(finding, callee)
    else this.#passed++
    if (!this.#literal.has(callee.key) && this.#sightings.has(callee.key) && isWritten(finding, callee))
      this.#literal.add(callee.key)
    return isKept
  }

  get #isKeepingNoMore(): boolean {
    return this.#kept.length >= mostKept || this.#keptSize >= mostKeptSize
  }

  #keep(kept: Kept): void {
    this.#kept.push(kept)
    this.#keptSize += sizeOfAttack(kept.finding)
  }

  /** What is to be looked for, in lower case; empty if there is nothing. */
  watched(): readonly string[] {
    return [...new Set([...[...this.#sightings.keys()].flatMap(spellings), ...this.#tokens.keys()])]
  }

  /**
   * Addresses that the names were answered with, to be looked for by another reading: logs of firewalls know no others. To be
   * asked when all witnesses of the first reading were taken.
   */
  further(): readonly string[] {
    this.#isFurther = true
    return [...this.#answers.keys()].flatMap(spellings)
  }

  /** What is to be looked for since this was asked last, also where it was looked for before: it says more now. */
  takeFresh(): readonly string[] {
    return this.#fresh.splice(0)
  }

  /** Ids of requests, to be looked for in all logs by one more reading: they say what became of an attack on its way. */
  requests(): readonly string[] {
    return this.#requests.watched()
  }

  witness(witness: Witness): void {
    if (witness.saw.is === 'request') return this.#requests.witness(witness)
    this.#learn(witness.saw)
    if (witness.saw.is === 'dns-answer') return
    for (const key of this.#keysOf(witness.saw)) {
      const sightings = this.#sightings.get(key)
      if (!this.#isOnce) sightings?.witness(witness, this.#span)
      else if (sightings?.remember(witness) === true) this.#touched.add(key)
    }
  }

  #learn(saw: Outgoing): void {
    if (saw.is === 'connection' || saw.answers === undefined) return
    const name = plain(saw.name)
    if (!this.#sightings.has(name)) return
    for (const answer of saw.answers) {
      const address = plain(answer)
      const names = this.#answers.get(address)
      if (names?.has(name) === true || (names === undefined && this.#answers.size >= mostNames)) continue
      this.#answers.set(address, (names ?? new Set()).add(name))
      if (this.#isOnce) this.#fresh.push(...spellings(address))
    }
  }

  /** Attacks of which more is known now than when they were given last. */
  *changed(): Generator<Changed, void, undefined> {
    const touched = this.#touched
    const isTraced = this.#isTraced
    this.#touched = new Set()
    this.#isTraced = false
    const told = this.#given
    this.#given = this.#kept.length
    for (const [index, kept] of touched.size > 0 || isTraced ? this.#kept.entries() : []) {
      if (index >= told) break
      const before = kept.outcome
      const isTouched = kept.callee !== null && touched.has(kept.callee.key)
      if (!isTouched && !(isTraced && before === 'attempt')) continue
      const finding = this.#judged(kept.finding, kept.callee)
      if (outcomes.indexOf(finding.outcome) <= outcomes.indexOf(before)) continue
      kept.outcome = finding.outcome
      yield { finding, before }
    }
    for (const kept of this.#kept.slice(told)) {
      const finding = this.#judged(kept.finding, kept.callee)
      kept.outcome = finding.outcome
      yield { finding, before: null }
    }
  }

  /** All that was kept, in its order, with what came of it. */
  *joined(): Generator<AttackFinding, void, undefined> {
    for (const { finding, callee } of this.#kept) yield this.#judged(finding, callee)
  }

  /** What an operator should know of it. */
  *notes(): Generator<string, void, undefined> {
    if (this.#passed > 0)
      yield `${n(this.#passed)} attacks beyond the first ${n(this.#kept.length)} were told before it was known what came of them: narrow the hunt with --since and --until`
    if (this.#unwatched > 0)
      yield `${n(this.#unwatched)} attacks name hosts beyond the first ${n(mostNames)}, which were not looked for`
    for (const [key, { outside, closestMs, unkept }] of this.#sightings) {
      if (unkept > 0) yield `${n(unkept)} more records of ${key} lie near attacks, and are not counted with them`
      if (outside === 0) continue
      const closest = Number.isFinite(closestMs) ? `, the closest ${spanOf(closestMs)} away` : ''
      // Copying a log gives it another time, and with that another year.
      const year =
        closestMs > 180 * dayMs && Number.isFinite(closestMs)
          ? '; a log that leaves the year out has that in which its file was written last'
          : ''
      yield `${key} was asked for, or connected to, ${n(outside)} ${outside === 1 ? 'time' : 'times'} outside of the window around attacks that name it${closest}: see --window${year}`
    }
  }

  #watch(finding: AttackFinding, callee: Callee): void {
    let known = this.#sightings.get(callee.key)
    if (known === undefined) {
      if (this.#sightings.size >= mostNames) {
        this.#unwatched++
        return
      }
      known = new Sightings()
      this.#sightings.set(callee.key, known)
      if (this.#isOnce) this.#fresh.push(...spellings(callee.key))
    }
    known.attack(finding.when)
    for (const other of [callee.token, callee.isDirect ? callee.asks : null]) {
      if (other === null || !isName.test(other) || this.#tokens.size >= mostTokens) continue
      if (this.#isOnce && this.#tokens.get(other) !== callee.key) this.#fresh.push(other)
      this.#tokens.set(other, callee.key)
    }
  }

  /** Sprays name the same a hundred thousand times. */
  #calleeOf(finding: AttackFinding): Callee | null {
    const { meaning } = finding.lookup
    const known = this.#callees.get(meaning)
    if (known !== undefined) return known
    const callee = calleeOf(finding)
    this.#callees.keep(meaning, callee)
    return callee
  }

  /** Keys that a record has to do with; by a further reading those that only an answer connects it with. */
  #keysOf(saw: Outgoing): Iterable<string> {
    const named = this.#namedBy(saw)
    if (!this.#isFurther && !this.#isOnce) return named
    const answers = saw.is === 'connection' ? this.#answers.get(plain(saw.to ?? '')) : undefined
    const answered = [...(answers ?? [])].filter((key) => !named.has(key))
    return this.#isOnce ? [...named, ...answered] : answered
  }

  #namedBy(saw: Outgoing): ReadonlySet<string> {
    const said =
      saw.is !== 'connection'
        ? namesIn(saw.name)
        : [
            ...namesIn(saw.name ?? ''),
            plain(saw.to ?? ''),
            plain(saw.name ?? ''),
            ...(saw.asked ?? '').split(/[^\w.-]/).flatMap(namesIn),
          ]
    return new Set(said.map((each) => this.#tokens.get(each) ?? each).filter((key) => this.#sightings.has(key)))
  }

  #judged(finding: AttackFinding, callee: Callee | null): AttackFinding {
    const groups = new Groups()
    if (finding.verdict !== 'evidence' && isJoined(finding)) this.#addTraces(finding, callee, groups)
    const sightings = callee === null ? undefined : this.#sightings.get(callee.key)
    const isAnswer = (address: string): boolean =>
      callee !== null && this.#answers.get(address)?.has(callee.key) === true
    if (callee !== null)
      for (const witness of sightings?.kept ?? []) {
        const { when, saw, source, byteOffset } = witness
        if (!this.#isNear(finding.when, when, this.#span)) continue
        if (source === finding.at.source && byteOffset === finding.at.byteOffset && isItself(finding, witness)) continue
        if (saw.is === 'request') continue
        const match = matchOf(finding, callee, saw, this.#literal.has(callee.key), isAnswer)
        if (match !== null) groups.add(match, witness)
      }
    for (const { match, witness } of this.#requests.matches(finding)) groups.add(match, witness)
    return groups.isEmpty ? finding : withOutcome(finding, groups)
  }

  #addTraces(finding: AttackFinding, callee: Callee | null, groups: Groups): void {
    for (const trace of this.#traces) {
      const { when, at, format, because } = trace.finding
      const names = trace.callee
      const span = names === null ? { ...this.#span, after: Math.min(namelessAfter, this.#span.after) } : this.#span
      if (names === null ? when === null || finding.when === null : !isSame(finding, callee, trace)) continue
      if (!this.#isNear(finding.when, when, span)) continue
      const what =
        names === null
          ? `${because} (which lookup that was, the record does not say)`
          : `Log4j says itself that it looked up ${trace.finding.lookup.meaning.replace(/^jndi:/, '')}`
      const text = trace.finding.evidence[0].kind === 'log' ? trace.finding.evidence[0].text : ''
      groups.add({ outcome: 'likely', what, why: '' }, { ...at, format, when, text })
    }
  }

  /** Where a time is not known, nothing speaks against it. */
  #isNear(at: Instant | null, when: Instant | null, span: Span): boolean {
    return at === null || when === null || isIn(at, when, span)
  }
}

/** What can fire, may have been cut off by the log alone, or did fire. */
function isJoined({ verdict, traits }: AttackFinding): boolean {
  return verdict === 'fires' || verdict === 'evidence' || traits.includes('truncated') || traits.includes('cut')
}

/** Messages of one sender all lie at one place. */
function isItself({ evidence: [first] }: AttackFinding, { text }: Witness): boolean {
  return first.kind !== 'log' || first.text.startsWith(text.slice(0, first.text.length))
}

/** Whether the name stands in the payload when its escapes are undone, and nothing is evaluated. */
function isWritten({ evidence, lookup }: AttackFinding, { key }: Callee): boolean {
  const decoded = evidence.find((each) => each.kind === 'decoding')
  return (decoded?.kind === 'decoding' ? decoded.text : lookup.raw).toLowerCase().includes(key)
}

function isSame(finding: AttackFinding, callee: Callee | null, { finding: trace, callee: named }: Trace): boolean {
  if (callee === null || named === null) return false
  if (callee.isOpen) return named.port === callee.port && named.key.endsWith(callee.key)
  return named.key === callee.key && named.port === callee.port && samePath(finding.lookup.path, trace.lookup.path)
}

/** Paths with values in them may be any. */
function samePath(asked: string | null, seen: string | null): boolean {
  return asked === seen || asked === null || seen === null || asked.includes('${')
}

type Place = Pick<Witness, 'source' | 'line' | 'byteOffset' | 'format' | 'when' | 'text'>

/** Records that show the same of one attack, told once. */
class Groups {
  readonly #byWhat = new Map<
    string,
    { readonly match: Match; readonly first: Place; count: number; last: Instant | null }
  >()

  add(match: Match, place: Place): void {
    const key = JSON.stringify([match.outcome, match.what, place.source])
    const known = this.#byWhat.get(key)
    if (known === undefined) this.#byWhat.set(key, { match, first: place, count: 1, last: place.when })
    else {
      known.count++
      known.last = place.when ?? known.last
    }
  }

  get isEmpty(): boolean {
    return this.#byWhat.size === 0
  }

  get outcome(): Outcome {
    const furthest = Math.max(...[...this.#byWhat.values()].map(({ match }) => outcomes.indexOf(match.outcome)))
    return outcomes[furthest] ?? 'attempt'
  }

  /** The strongest first. */
  evidence({ when, lookup: { times } }: AttackFinding): readonly AttackEvidence[] {
    const all = [...this.#byWhat.values()].sort(
      (a, b) => outcomes.indexOf(b.match.outcome) - outcomes.indexOf(a.match.outcome),
    )
    return all.slice(0, mostShown).map(({ match, first, count }, i) => {
      const often = count === 1 && times <= 1 ? '' : `, ${count} ${count === 1 ? 'time' : 'times'}`
      const predicted = times > 1 ? ` (one message makes Log4j look it up ${times} times)` : ''
      const why = match.why === '' ? '' : `; ${match.why}`
      const more =
        i === mostShown - 1 && all.length > mostShown ? `; and ${all.length - mostShown} more such records` : ''
      return {
        kind: 'witness',
        source: first.source,
        line: first.line,
        byteOffset: first.byteOffset,
        format: first.format,
        when: first.when,
        says: `${match.what}${often}${predicted}${apart(when, first.when)}${why}${more}`,
        text: first.text,
      }
    })
  }
}

function apart(attack: Instant | null, when: Instant | null): string {
  if (attack === null || when === null) return ', at a time that the records do not say'
  if (when === attack) return ', at the same time'
  if (when > attack) return `, ${spanOf(when - attack)} after it`
  return `, ${spanOf(attack - when)} before it was logged (clocks differ, or it was logged when it ended)`
}

const dayMs = 86_400_000

/** `1.5 s`, `3 min`, `2 h` */
function spanOf(ms: number): string {
  if (ms < 1_000) return `${ms} ms`
  if (ms < 120_000) return `${Math.round(ms / 100) / 10} s`
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`
  return ms < 2 * dayMs ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / dayMs)} days`
}

function withOutcome(finding: AttackFinding, groups: Groups): AttackFinding {
  const { evidence } = finding
  const outcome = groups.outcome
  const [first, ...rest] = evidence
  const joined = { ...finding, outcome, evidence: [first, ...rest, ...groups.evidence(finding)] } as const
  if (outcome === 'attempt') return joined
  if (outcome !== 'callback-seen')
    return finding.verdict === 'evidence' ? joined : { ...joined, remedy: `${likelyRemedy} ${finding.remedy}` }
  return {
    ...joined,
    severity: 'critical',
    title: `A callback was seen: ${finding.title}`,
    cves: [
      {
        id: 'CVE-2021-44228',
        status: 'affected',
        because: 'what was seen comes only of a Log4j that evaluates lookups',
      },
    ],
    remedy: evaluatedRemedy,
  }
}

const likelyRemedy =
  'Look first at the machine of which this was seen, and treat it as broken into until you know better.'

/** What may be looked for as a name. */
const isName = /^[\w.-]{4,253}$/

/** As it is written in logs: an address with colons in two ways. */
function spellings(name: string): readonly string[] {
  return name.includes(':') ? [name, longhand(name)] : [name]
}

/** With all its zeros, as some programs write it. */
function longhand(address: string): string {
  const [head = '', tail] = address.split('::')
  const groups = (part: string | undefined): readonly string[] =>
    part === undefined || part === '' ? [] : part.split(':')
  const [before, after] = [groups(head), groups(tail)]
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(':')
}

function n(count: number): string {
  return count.toLocaleString('en-US')
}
