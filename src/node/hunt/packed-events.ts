import { type AttackFinding, type FindingId, type Instant, isAlike } from '../../core/index.ts'
import { type Batch, type Beginning, inWhole, lineInWhole } from './batch.ts'
import type { WorkEvent } from './hunt-event.ts'

/**
 * Events on their way from one thread to another. What the findings of a spray have in common goes once: to copy it for
 * each of them cost more than to find them.
 */
export interface PackedEvents {
  /** For each event in order: `alone` or `first` and how long its JSON is; `anew`; or a number and what {@link EventPacker} puts behind it. */
  readonly numbers: Float64Array<ArrayBuffer>
  /** What findings say for themselves, in their order, behind each other; bytes, because those need not be collected. */
  readonly texts: Uint8Array<ArrayBuffer>
  /** How they are written: a byte a character where that is enough. */
  readonly written: 'latin1' | 'utf16le'
}

/** What it takes to keep them, in bytes. */
export function sizeOf({ numbers, texts }: PackedEvents): number {
  return numbers.byteLength + texts.length
}

/** An event that no other refers to. */
const alone = -1
/** A finding that others refer to, by a number: how many such came before it. It is the second of its text. */
const first = -2
/** No event: numbers begin again. */
const anew = -3
/** Findings that a thread refers to; both sides keep as many. */
const mostFirst = 4_096
/** In characters of JSON: a request of 60 KB is not kept to spare its like. Most have 2,000. */
const largestFirst = 4_096

/** Packs what one thread tells. */
export class EventPacker {
  /** By an object that the findings of one text share. */
  readonly #firsts = new Map<unknown, { readonly number: number; readonly finding: AttackFinding }>()
  /** Such objects of texts that came once: most never come again, and findings that are kept cost each collection of garbage. */
  readonly #once = new Set<unknown>()
  #numbers: number[] = []
  #texts: string[] = []

  pack(events: readonly WorkEvent[]): PackedEvents {
    this.#numbers = []
    this.#texts = []
    for (const event of events) {
      if (event.is === 'finding' && this.#again(event.finding)) continue
      const json = JSON.stringify(event)
      const isSmall = json.length <= largestFirst
      if (isSmall && event.is === 'finding' && event.finding.evidence[0].kind === 'log') this.#first(event.finding)
      else this.#numbers.push(alone)
      this.#text(json)
    }
    const joined = this.#texts.join('')
    const written = isBytes(joined) ? 'latin1' : 'utf16le'
    const texts = new Uint8Array(Buffer.from(joined, written))
    return { numbers: new Float64Array(this.#numbers), texts, written }
  }

  #again(finding: AttackFinding): boolean {
    const known = this.#firsts.get(finding.cves)
    const [log] = finding.evidence
    if (known === undefined || log.kind !== 'log' || !isAlike(known.finding, finding)) return false
    const { at, when, seenAt } = finding
    if (log.source !== at.source || log.line !== at.line || log.byteOffset !== at.byteOffset) return false
    const own =
      this.#numbers.push(known.number, at.line ?? Number.NaN, at.byteOffset, when ?? Number.NaN, seenAt, 0) - 1
    this.#text(finding.id)
    this.#text(log.text)
    const usual = known.finding
    const [usualLog] = usual.evidence
    this.#numbers[own] =
      this.#own(1, at.source, usual.at.source) |
      this.#own(2, finding.from, usual.from) |
      this.#own(4, finding.request, usual.request) |
      this.#own(8, finding.userAgent, usual.userAgent) |
      this.#own(16, finding.field, usual.field) |
      this.#own(32, finding.format, usual.format) |
      this.#own(64, finding.lookup.raw, usual.lookup.raw) |
      this.#own(128, log.says, usualLog.kind === 'log' ? usualLog.says : '')
    return true
  }

  /** What most findings of one text say alike is put there only where one says it for itself; gives the bit that tells so. */
  #own(bit: number, text: string | null, usual: string | null): number {
    if (text === usual) return 0
    this.#text(text)
    return bit
  }

  #text(text: string | null): void {
    this.#numbers.push(text === null ? -1 : text.length)
    if (text !== null) this.#texts.push(text)
  }

  #first(finding: AttackFinding): void {
    const { cves } = finding
    // One that has the place of another, which it is not like, keeps its number from being given twice.
    if (this.#firsts.has(cves) || !this.#cameBefore(cves)) {
      this.#numbers.push(alone)
      return
    }
    if (this.#firsts.size >= mostFirst) {
      this.#firsts.clear()
      this.#numbers.push(anew)
    }
    this.#firsts.set(cves, { number: this.#firsts.size, finding })
    this.#numbers.push(first)
  }

  #cameBefore(text: unknown): boolean {
    if (this.#once.delete(text)) return true
    if (this.#once.size >= mostFirst) this.#once.clear()
    this.#once.add(text)
    return false
  }
}

function isBytes(text: string): boolean {
  return !/[^\0-\xff]/.test(text)
}

/** Unpacks what the packer of one thread packed, in the same order. */
export class EventUnpacker {
  #firsts: LaterEvent[] = []

  /** The events are made when they are asked for; what they refer to is looked up at once. */
  unpack(packed: PackedEvents): Batch {
    const reader = new PackedReader(packed)
    const referred: LaterEvent[] = []
    let length = 0
    while (!reader.isAtEnd) {
      const code = reader.number()
      if (code === anew) {
        this.#firsts = []
        continue
      }
      length++
      if (code === alone) reader.skipTexts(1)
      else if (code === first) {
        const later = new LaterEvent(reader.textLater())
        this.#firsts.push(later)
        referred.push(later)
      } else {
        const known = this.#firsts[code]
        if (known === undefined) throw new Error(`finding ${code} is not known`)
        referred.push(known)
        reader.skipOne()
      }
    }
    return new ArrivedEvents(packed, referred, length)
  }
}

/** An event that is read when it is asked for first. */
class LaterEvent {
  #json: (() => string) | null
  #event: WorkEvent | null = null

  constructor(json: () => string) {
    this.#json = json
  }

  get event(): WorkEvent {
    this.#event ??= eventOf(this.#json?.() ?? '')
    this.#json = null
    return this.#event
  }
}

function eventOf(json: string): WorkEvent {
  return JSON.parse(json) as WorkEvent // as the packer put it
}

class ArrivedEvents implements Batch {
  readonly length: number
  readonly #packed: PackedEvents
  /** For each event that is the first of its text, or like the first. */
  readonly #referred: readonly LaterEvent[]

  constructor(packed: PackedEvents, referred: readonly LaterEvent[], length: number) {
    this.#packed = packed
    this.#referred = referred
    this.length = length
  }

  events(beginning: Beginning | null = null): readonly WorkEvent[] {
    const events: WorkEvent[] = []
    const whole = (event: WorkEvent): void => {
      events.push(beginning === null ? event : inWhole(event, beginning))
    }
    const reader = new PackedReader(this.#packed)
    let next = 0
    while (!reader.isAtEnd) {
      const code = reader.number()
      if (code === anew) continue
      if (code === alone) {
        whole(eventOf(reader.text()))
        continue
      }
      const known = this.#referred[next++]?.event
      if (known?.is !== 'finding') throw new Error('only findings are referred to')
      if (code === first) {
        reader.skipTexts(1)
        whole(known)
      } else events.push({ is: 'finding', finding: again(known.finding, reader, beginning) })
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
    const start = this.#nextText
    return this.#pass(this.number()) ? this.#texts.toString(this.#written, start, this.#nextText) : null
  }

  text(): string {
    return this.textOrNull() ?? ''
  }

  textLater(): () => string {
    const [start, texts, written] = [this.#nextText, this.#texts, this.#written]
    this.#pass(this.number())
    const end = this.#nextText
    return () => texts.toString(written, start, end)
  }

  skipTexts(count: number): void {
    for (let i = 0; i < count; i++) this.#pass(this.number())
  }

  /** What {@link again} reads. */
  skipOne(): void {
    this.#next += 4
    let texts = 2
    for (let own = this.number(); own > 0; own >>= 1) texts += own & 1
    this.skipTexts(texts)
  }

  /** Whether there is a text of that length. */
  #pass(length: number): boolean {
    if (length > 0) this.#nextText += this.#written === 'latin1' ? length : 2 * length
    return length >= 0
  }
}

/** The finding that is like `known` and has for itself what comes next. */
function again(known: AttackFinding, packed: PackedReader, beginning: Beginning | null): AttackFinding {
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
  const place = { source, line: beginning === null ? line : lineInWhole(line, beginning), byteOffset }
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
