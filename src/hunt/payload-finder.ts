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
  readonly peeled: Peeled
}

/** Finds the attacks in the texts of one source. */
export class PayloadFinder {
  readonly #readings: Readings
  readonly #around: Instant

  /** `around`: roughly when the source was written. */
  constructor(readings: Readings, around: Instant) {
    this.#readings = readings
    this.#around = around
  }

  /** One for each field that holds one; the record as a whole where no field does, or none as well. */
  inRecord(text: string, { fields, when }: ReadRecord): readonly Found[] {
    const inFields = fields.flatMap(({ name, value }) => {
      const peeled = this.#peel(value, when)
      return peeled === null ? [] : [{ field: name, peeled }]
    })
    if (inFields.some(fires) || fields.some(({ value }) => value === text)) return inFields
    const whole = this.#peel(text, when)
    if (whole === null) return inFields
    return inFields.length === 0 || exceeds(whole, inFields) ? [{ field: null, peeled: whole }] : inFields
  }

  /** What fires in a text of several lines, if it says more than what its first line alone does. */
  acrossLines(text: string, when: Instant | null, inLine: readonly Found[]): Found | null {
    if (inLine.some(fires)) return null
    const peeled = this.#peel(text, when)
    if (peeled === null) return null
    return inLine.length === 0 || exceeds(peeled, inLine) ? { field: null, peeled } : null
  }

  /** The payloads of a record, as they are written in it. */
  rawsOf(bytes: Uint8Array, when: Instant | null): RawPayloads {
    return new RawPayloads(bytes, (raw) => this.#peel(raw, when))
  }

  #peel(text: string, when: Instant | null): Peeled | null {
    if (!mayHoldPayload.test(text)) return null
    // What a date comes out as depends on the time of the event.
    if (/date:/i.test(text)) return peel(text, when ?? this.#around)
    const known = this.#readings.get(text, (each) => peel(each) ?? 'nothing')
    return known === 'nothing' ? null : known
  }
}

/** Payloads as they are written in one record. They are found once, when the first one is asked for. */
class RawPayloads {
  readonly #bytes: Uint8Array
  readonly #peel: (raw: string) => Peeled | null
  /** By what they have a Log4j look up. */
  readonly #byName = new Map<string, string>()
  #first: string | null = null
  #isRead = false

  constructor(bytes: Uint8Array, peel: (raw: string) => Peeled | null) {
    this.#bytes = bytes
    this.#peel = peel
  }

  /** The first one that has a name of the reading looked up; where none does, the first; where there is none, the text. */
  of({ reading: { contacts }, text }: Peeled): string {
    if (!this.#isRead) this.#read()
    for (const { name } of contacts) {
      const raw = this.#byName.get(name)
      if (raw !== undefined) return raw
    }
    return this.#first ?? text
  }

  #read(): void {
    this.#isRead = true
    for (const { start, end } of rawExtents(this.#bytes)) {
      const raw = textOf(this.#bytes.subarray(start, end))
      const peeled = this.#peel(raw)
      if (peeled === null) continue
      this.#first ??= raw
      for (const { name } of peeled.reading.contacts) if (!this.#byName.has(name)) this.#byName.set(name, raw)
    }
  }
}

function fires({ peeled }: Found): boolean {
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
