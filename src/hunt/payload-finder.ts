import type { Instant } from '../core/index.ts'
import type { ReadRecord } from './formats/format.ts'
import { type Peeled, peel } from './peel.ts'
import { rawExtents } from './raw-extent.ts'
import { weightOf } from './reading.ts'
import type { RecentlyRead } from './recently-read.ts'
import { mayHoldPayload } from './sweep/needles.ts'
import { textOf } from './text-of.ts'

/** What was read, by its text; shared by all sources of a run. */
export type Readings = RecentlyRead<Peeled | 'nothing'>

/** An attack in a record. */
export interface Found {
  /** The field that it is in; `null` where the record is read as a whole. */
  readonly field: string | null
  /** Of the field, or the record. */
  readonly text: string
  readonly peeled: Peeled
}

/** Finds the attacks in the texts of one source. */
export class PayloadFinder {
  readonly #readings: Readings
  readonly #around: Instant
  /** How payloads are written that were read lately, where nothing around them has to do with it. */
  readonly #raws = new WeakMap<Peeled, string>()

  /** `around`: roughly when the source was written. */
  constructor(readings: Readings, around: Instant) {
    this.#readings = readings
    this.#around = around
  }

  /** One for each field that holds one; the record as a whole where no field does, or none as well. */
  inRecord(text: string, { fields, when }: ReadRecord): readonly Found[] {
    const inFields: Found[] = []
    for (const { name, value } of fields) {
      const peeled = this.#peel(value, when)
      if (peeled !== null) inFields.push({ field: name, text: value, peeled })
    }
    if (inFields.some(fires) || fields.some(({ value }) => value === text)) return inFields
    const whole = this.#peel(text, when)
    if (whole === null) return inFields
    return inFields.length === 0 || exceeds(whole, inFields) ? [{ field: null, text, peeled: whole }] : inFields
  }

  /** What is in a text of several lines, if it says more than what was found in its first line alone, which does not fire. */
  acrossLines(text: string, when: Instant | null, inLine: readonly Found[]): Found | null {
    const peeled = this.#peel(text, when)
    if (peeled === null) return null
    return inLine.length === 0 || exceeds(peeled, inLine) ? { field: null, text, peeled } : null
  }

  /** The payloads of a record, as they are written in it. */
  rawsOf(bytes: Uint8Array, text: string, when: Instant | null): RawPayloads {
    return new RawPayloads(bytes, text, this.#raws, (raw) => this.#peel(raw, when))
  }

  #peel(text: string, when: Instant | null): Peeled | null {
    if (!mayHoldPayload.test(text)) return null
    const known = this.#readings.get(text) ?? this.#read(text, when)
    return known === 'nothing' ? null : known
  }

  #read(text: string, when: Instant | null): Peeled | 'nothing' {
    // What a date comes out as depends on the time of the event.
    if (/date:/i.test(text)) return peel(text, when ?? this.#around) ?? 'nothing'
    // What is kept must not keep the record that it is a part of.
    const own = copyOf(text)
    const peeled = peel(own) ?? 'nothing'
    this.#readings.keep(own, peeled)
    return peeled
  }
}

/** Engines make parts of a text as views of it; this is a text of its own. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1)
}

interface Written {
  readonly raw: string
  readonly closed: boolean
}

/** Payloads as they are written in one record. They are found once, when the first one is asked for that is not known. */
class RawPayloads {
  readonly #bytes: Uint8Array
  readonly #text: string
  readonly #known: WeakMap<Peeled, string>
  readonly #peel: (raw: string) => Peeled | null
  /** By what they have a Log4j look up. */
  readonly #byName = new Map<string, Written>()
  #first: Written | null = null
  #isRead = false
  #isAsked = false

  constructor(bytes: Uint8Array, text: string, known: WeakMap<Peeled, string>, peel: (raw: string) => Peeled | null) {
    this.#bytes = bytes
    this.#text = text
    this.#known = known
    this.#peel = peel
  }

  /** The first one that has a name of the reading looked up; where none does, the first; where there is none, the text. */
  of({ peeled, text }: Found): string {
    // Before all others that are asked for stands the first.
    const mayStandAlone = !this.#isAsked
    this.#isAsked = true
    const known = mayStandAlone ? this.#known.get(peeled) : undefined
    if (known !== undefined && this.#standsAlone(text)) return known
    if (!this.#isRead) this.#read()
    const { contacts } = peeled.reading
    const named = contacts.map(({ name }) => this.#byName.get(name)).find((each) => each !== undefined)
    const written = named ?? this.#first
    if (written === null) return peeled.text
    const isOfText = written.closed && (named !== undefined || contacts.length === 0) && text.includes(written.raw)
    if (isOfText && mayStandAlone && this.#standsAlone(text)) this.#known.set(peeled, written.raw)
    return written.raw
  }

  /** Whether a text stands in the record as it is, between characters of no escape, and no payload begins before it. */
  #standsAlone(text: string): boolean {
    const record = this.#text
    const at = record.indexOf(text)
    return (
      at >= 0 &&
      isDelimiter(record.charCodeAt(at - 1)) &&
      isDelimiter(record.charCodeAt(at + text.length)) &&
      !mayHoldPayload.test(record.slice(0, at))
    )
  }

  #read(): void {
    this.#isRead = true
    for (const { start, end, closed } of rawExtents(this.#bytes)) {
      const raw = textOf(this.#bytes.subarray(start, end))
      const written = { raw, closed }
      for (const text of new Set([raw, raw.replace(escapedSigns, '$1')])) {
        const peeled = this.#peel(text)
        if (peeled === null) continue
        this.#first ??= written
        for (const { name } of peeled.reading.contacts) if (!this.#byName.has(name)) this.#byName.set(name, written)
      }
    }
  }
}

/** As CEF writes them, perhaps in JSON. No layer, since a name of LDAP may have them too. */
const escapedSigns = /\\+([=|])/g

/** Quotes and blanks, and the ends of a record. */
function isDelimiter(code: number): boolean {
  return code === 0x22 || code === 0x20 || code === 0x09 || Number.isNaN(code)
}

export function fires({ peeled }: Found): boolean {
  return peeled.reading.verdict === 'fires'
}

/**
 * Whether a wider reading counts over the narrower ones: it explains more, and its name does not run over a quote or a
 * line break, which is where a field, or a record, ends.
 */
function exceeds({ reading }: Peeled, narrower: readonly Found[]): boolean {
  if (reading.contacts.some(({ name }) => /["\r\n]/.test(name))) return false
  return narrower.every(({ peeled }) => weightOf(reading) > weightOf(peeled.reading))
}
