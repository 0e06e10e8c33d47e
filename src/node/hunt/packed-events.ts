import { type AttackFinding, type FindingId, type Instant, isAlike } from '../../core/index.ts'
import { type Batch, type Beginning, inWhole } from './batch.ts'
import type { WorkEvent } from './hunt-event.ts'

/**
 * Events on their way from one thread to another. What the findings of a spray have in common goes once: to copy it for
 * each of them cost more than to find them.
 */
export interface PackedEvents {
  /** For each event in order: `alone` or `first`, then it is the next of `whole`; `anew`; or a number and what {@link EventPacker} puts behind it. */
  readonly numbers: Float64Array
  /** What findings say for themselves, in their order. */
  readonly texts: readonly (string | null)[]
  readonly whole: readonly WorkEvent[]
  /** What it takes to keep them, roughly, in bytes. */
  readonly size: number
}

/** An event that no other refers to. */
const alone = -1
/** A finding that others refer to, by a number: how many such came before it. */
const first = -2
/** No event: numbers begin again. */
const anew = -3
/** Findings that a thread refers to; both sides keep as many. */
const mostFirst = 4_096

/** Of a finding that is not packed with others, in bytes. */
const wholeSize = 4_096
const numbersOfOne = 6
/** Of one that is, beside its texts. */
const againSize = 8 * numbersOfOne + 32

/** Packs what one thread tells. */
export class EventPacker {
  /** By an object that the findings of one text share. */
  readonly #firsts = new Map<unknown, { readonly number: number; readonly finding: AttackFinding }>()
  #numbers: number[] = []
  #texts: (string | null)[] = []
  #size = 0

  pack(events: readonly WorkEvent[]): PackedEvents {
    this.#numbers = []
    this.#texts = []
    this.#size = 0
    const whole: WorkEvent[] = []
    for (const event of events) {
      if (event.is === 'finding' && this.#again(event.finding)) continue
      whole.push(event)
      this.#size += wholeSize
      if (event.is === 'finding' && event.finding.evidence[0].kind === 'log') this.#first(event.finding)
      else this.#numbers.push(alone)
    }
    return { numbers: new Float64Array(this.#numbers), texts: this.#texts, whole, size: this.#size }
  }

  #again(finding: AttackFinding): boolean {
    const known = this.#firsts.get(finding.cves)
    const [log] = finding.evidence
    if (known === undefined || log.kind !== 'log' || !isAlike(known.finding, finding)) return false
    const { at, when, seenAt } = finding
    if (log.source !== at.source || log.line !== at.line || log.byteOffset !== at.byteOffset) return false
    const before = this.#texts.length
    this.#texts.push(finding.id, log.text)
    const usual = usualOf(known.finding)
    let own = 0
    for (const [bit, text] of usualOf(finding).entries()) {
      if (text === usual[bit]) continue
      own |= 1 << bit
      this.#texts.push(text)
    }
    this.#numbers.push(known.number, at.line ?? Number.NaN, at.byteOffset, when ?? Number.NaN, seenAt, own)
    this.#size += againSize
    for (let i = before; i < this.#texts.length; i++) this.#size += 32 + (this.#texts[i]?.length ?? 0)
    return true
  }

  #first(finding: AttackFinding): void {
    if (this.#firsts.size >= mostFirst) {
      this.#firsts.clear()
      this.#numbers.push(anew)
    }
    // One that has the place of another, which it is not like, keeps its number from being given twice.
    if (this.#firsts.has(finding.cves)) {
      this.#numbers.push(alone)
      return
    }
    this.#firsts.set(finding.cves, { number: this.#firsts.size, finding })
    this.#numbers.push(first)
  }
}

/** What most findings of one text say alike, though each may say it for itself. */
function usualOf({ at, from, request, userAgent, field, format, lookup, evidence }: AttackFinding) {
  const [log] = evidence
  const says = log.kind === 'log' ? log.says : ''
  return [at.source, from, request, userAgent, field, format, lookup.raw, says] as const
}

/** Unpacks what the packer of one thread packed, in the same order. */
export class EventUnpacker {
  #firsts: AttackFinding[] = []

  /** The events are made when they are asked for; what they refer to is looked up at once. */
  unpack(packed: PackedEvents): Batch {
    const { numbers, whole } = packed
    const known: AttackFinding[] = []
    let next = 0
    for (let at = 0; at < numbers.length; ) {
      const code = numbers[at++] ?? alone
      if (code === anew) this.#firsts = []
      else if (code === alone || code === first) {
        const event = whole[next++]
        if (code === first && event?.is === 'finding') this.#firsts.push(event.finding)
      } else {
        const finding = this.#firsts[code]
        if (finding === undefined) throw new Error(`finding ${code} is not known`)
        known.push(finding)
        at += numbersOfOne - 1
      }
    }
    return new ArrivedEvents(packed, known, next + known.length)
  }
}

class ArrivedEvents implements Batch {
  readonly length: number
  readonly #packed: PackedEvents
  readonly #known: readonly AttackFinding[]

  constructor(packed: PackedEvents, known: readonly AttackFinding[], length: number) {
    this.#packed = packed
    this.#known = known
    this.length = length
  }

  events(beginning: Beginning | null = null): readonly WorkEvent[] {
    const { numbers, texts, whole } = this.#packed
    const linesBefore = beginning === null ? 0 : beginning.lines
    const events: WorkEvent[] = []
    const reader = new TextReader(texts)
    let [nextWhole, nextKnown] = [0, 0]
    for (let at = 0; at < numbers.length; ) {
      const code = numbers[at] ?? alone
      if (code >= 0) {
        const known = this.#known[nextKnown++]
        if (known !== undefined) events.push({ is: 'finding', finding: again(known, numbers, at, linesBefore, reader) })
        at += numbersOfOne
        continue
      }
      at++
      const event = code === anew ? undefined : whole[nextWhole++]
      if (event !== undefined) events.push(beginning === null ? event : inWhole(event, beginning))
    }
    return events
  }
}

/** The types of texts are those that the packer put there. */
class TextReader {
  readonly #texts: readonly (string | null)[]
  #next = 0

  constructor(texts: readonly (string | null)[]) {
    this.#texts = texts
  }

  own(): string {
    return this.#texts[this.#next++] ?? ''
  }

  ownOrNull(): string | null {
    return this.#texts[this.#next++] ?? null
  }
}

/** The finding that is like `known` and has for itself what stands at `at` of the numbers. */
function again(
  known: AttackFinding,
  numbers: Float64Array,
  at: number,
  linesBefore: number,
  texts: TextReader,
): AttackFinding {
  const number = (behind: number): number => numbers[at + behind] ?? 0
  const [line, byteOffset, when, seenAt, own] = [number(1), number(2), number(3), number(4), number(5)]
  const { lookup, evidence } = known
  const [log, decoding] = evidence
  const id = texts.own() as FindingId // as the packer put it
  const text = texts.own()
  const source = own & 1 ? texts.own() : known.at.source
  const from = own & 2 ? texts.ownOrNull() : known.from
  const request = own & 4 ? texts.ownOrNull() : known.request
  const userAgent = own & 8 ? texts.ownOrNull() : known.userAgent
  const field = own & 16 ? texts.ownOrNull() : known.field
  const format = own & 32 ? texts.own() : known.format
  const raw = own & 64 ? texts.own() : lookup.raw
  const says = own & 128 ? texts.own() : log.kind === 'log' ? log.says : ''
  // Written out, because a spray makes as many of these as its log has lines.
  const place = { source, line: Number.isNaN(line) ? null : line + linesBefore, byteOffset }
  const record = { kind: 'log', ...place, says, text } as const
  return {
    schema: known.schema,
    id,
    kind: known.kind,
    at: place,
    when: Number.isNaN(when) ? null : (when as Instant), // as the packer put it
    from,
    request,
    userAgent,
    field,
    format,
    verdict: known.verdict,
    because: known.because,
    firesOn: known.firesOn,
    needsJdk: known.needsJdk,
    lookup: raw === lookup.raw ? lookup : { ...lookup, raw },
    traits: known.traits,
    leaks: known.leaks,
    carries: known.carries,
    outcome: known.outcome,
    scanner: known.scanner,
    title: known.title,
    severity: known.severity,
    cves: known.cves,
    evidence: decoding === undefined ? [record] : [record, decoding],
    by: known.by,
    seenAt: seenAt as Instant, // as the packer put it
    remedy: known.remedy,
  }
}
