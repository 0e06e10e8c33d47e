import { type AttackFinding, type FindingId, type Instant, isAlike } from '../../core/index.ts'
import { type Batch, type Beginning, inWhole } from './batch.ts'
import type { WorkEvent } from './hunt-event.ts'

/**
 * Events on their way from one thread to another. What the findings of a spray have in common goes once: to copy it for
 * each of them cost more than to find them.
 */
export interface PackedEvents {
  /** For each event in order: `alone` or `first`, then it is the next of `whole`; `anew`; or a number and what {@link EventPacker} puts behind it. */
  readonly numbers: Float64Array<ArrayBuffer>
  /** What findings say for themselves, in their order, behind each other; bytes, because those need not be collected. */
  readonly texts: Uint8Array<ArrayBuffer>
  /** How they are written: a byte a character where that is enough. */
  readonly written: 'latin1' | 'utf16le'
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
/** Its number, line, offset, time, when it was seen, which texts are its own, and how long the id and the record are. */
const leastNumbers = 8

/** Packs what one thread tells. */
export class EventPacker {
  /** By an object that the findings of one text share. */
  readonly #firsts = new Map<unknown, { readonly number: number; readonly finding: AttackFinding }>()
  #numbers: number[] = []
  #texts: string[] = []

  pack(events: readonly WorkEvent[]): PackedEvents {
    this.#numbers = []
    this.#texts = []
    const whole: WorkEvent[] = []
    for (const event of events) {
      if (event.is === 'finding' && this.#again(event.finding)) continue
      whole.push(event)
      if (event.is === 'finding' && event.finding.evidence[0].kind === 'log') this.#first(event.finding)
      else this.#numbers.push(alone)
    }
    const joined = this.#texts.join('')
    const written = isBytes(joined) ? 'latin1' : 'utf16le'
    const texts = new Uint8Array(Buffer.from(joined, written))
    const numbers = new Float64Array(this.#numbers)
    return { numbers, texts, written, whole, size: numbers.byteLength + texts.length + wholeSize * whole.length }
  }

  #again(finding: AttackFinding): boolean {
    const known = this.#firsts.get(finding.cves)
    const [log] = finding.evidence
    if (known === undefined || log.kind !== 'log' || !isAlike(known.finding, finding)) return false
    const { at, when, seenAt } = finding
    if (log.source !== at.source || log.line !== at.line || log.byteOffset !== at.byteOffset) return false
    const [usual, said] = [usualOf(known.finding), usualOf(finding)]
    let own = 0
    for (let i = 0; i < said.length; i++) if (said[i] !== usual[i]) own |= 1 << i
    this.#numbers.push(known.number, at.line ?? Number.NaN, at.byteOffset, when ?? Number.NaN, seenAt, own)
    this.#text(finding.id)
    this.#text(log.text)
    for (let i = 0; i < said.length; i++) if (own & (1 << i)) this.#text(said[i] ?? null)
    return true
  }

  #text(text: string | null): void {
    this.#numbers.push(text === null ? -1 : text.length)
    if (text !== null) this.#texts.push(text)
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

function isBytes(text: string): boolean {
  return !/[^\0-\xff]/.test(text)
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
      const code = numbers[at] ?? alone
      if (code >= 0) {
        const finding = this.#firsts[code]
        if (finding === undefined) throw new Error(`finding ${code} is not known`)
        known.push(finding)
        at += lengthAt(numbers, at)
        continue
      }
      at++
      if (code === anew) this.#firsts = []
      else {
        const event = whole[next++]
        if (code === first && event?.is === 'finding') this.#firsts.push(event.finding)
      }
    }
    return new ArrivedEvents(packed, known, next + known.length)
  }
}

/** How many numbers there are of the finding at `at`: a length for each text of its own beside the least. */
function lengthAt(numbers: Float64Array, at: number): number {
  let length = leastNumbers
  for (let own = numbers[at + 5] ?? 0; own > 0; own >>= 1) length += own & 1
  return length
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
    const events: WorkEvent[] = []
    const { whole } = this.#packed
    const reader = new PackedReader(this.#packed)
    let [nextWhole, nextKnown] = [0, 0]
    while (!reader.isAtEnd) {
      const code = reader.number()
      if (code >= 0) {
        const known = this.#known[nextKnown++]
        if (known !== undefined) events.push({ is: 'finding', finding: again(known, reader, beginning?.lines ?? 0) })
      } else if (code !== anew) {
        const event = whole[nextWhole++]
        if (event !== undefined) events.push(beginning === null ? event : inWhole(event, beginning))
      }
    }
    return events
  }
}

/** What the packer put one behind the other. */
class PackedReader {
  readonly #numbers: Float64Array
  readonly #texts: Buffer
  readonly #written: PackedEvents['written']
  #next = 0
  #nextText = 0

  constructor({ numbers, texts, written }: PackedEvents) {
    this.#numbers = numbers
    this.#texts = Buffer.from(texts.buffer, texts.byteOffset, texts.length)
    this.#written = written
  }

  get isAtEnd(): boolean {
    return this.#next >= this.#numbers.length
  }

  number(): number {
    return this.#numbers[this.#next++] ?? 0
  }

  numberOrNull(): number | null {
    const number = this.number()
    return Number.isNaN(number) ? null : number
  }

  /** A copy: a piece of all texts would keep all of them for as long as it is kept itself. */
  textOrNull(): string | null {
    const length = this.number()
    if (length < 0) return null
    const start = this.#nextText
    this.#nextText += this.#written === 'latin1' ? length : 2 * length
    return this.#texts.toString(this.#written, start, this.#nextText)
  }

  text(): string {
    return this.textOrNull() ?? ''
  }
}

/** The finding that is like `known` and has for itself what comes next. */
function again(known: AttackFinding, packed: PackedReader, linesBefore: number): AttackFinding {
  const line = packed.numberOrNull()
  const byteOffset = packed.number()
  const when = packed.numberOrNull() as Instant | null // as the packer put it
  const seenAt = packed.number() as Instant // as the packer put it
  const own = packed.number()
  const id = packed.text() as FindingId // as the packer put it
  const text = packed.text()
  const { lookup, evidence } = known
  const [log, decoding] = evidence
  const source = own & 1 ? packed.text() : known.at.source
  const from = own & 2 ? packed.textOrNull() : known.from
  const request = own & 4 ? packed.textOrNull() : known.request
  const userAgent = own & 8 ? packed.textOrNull() : known.userAgent
  const field = own & 16 ? packed.textOrNull() : known.field
  const format = own & 32 ? packed.text() : known.format
  const raw = own & 64 ? packed.text() : lookup.raw
  const says = own & 128 ? packed.text() : log.kind === 'log' ? log.says : ''
  const place = { source, line: line === null ? null : line + linesBefore, byteOffset }
  const record = { kind: 'log', ...place, says, text } as const
  // Written out, because a spray makes as many of these as its log has lines.
  return {
    schema: known.schema,
    id,
    kind: known.kind,
    at: place,
    when,
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
    seenAt,
    remedy: known.remedy,
  }
}
