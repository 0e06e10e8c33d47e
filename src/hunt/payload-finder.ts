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

  /** The payload as it is written in a record. */
  rawOf(bytes: Uint8Array, { reading: { contacts }, text }: Peeled, when: Instant | null): string {
    const wanted = new Set(contacts.map(({ name }) => name))
    let first: string | null = null
    for (const { start, end } of rawExtents(bytes)) {
      const raw = textOf(bytes.subarray(start, end))
      const peeled = this.#peel(raw, when)
      if (peeled === null) continue
      if (wanted.size === 0 || peeled.reading.contacts.some(({ name }) => wanted.has(name))) return raw
      first ??= raw
    }
    return first ?? text
  }

  #peel(text: string, when: Instant | null): Peeled | null {
    if (!mayHoldPayload.test(text)) return null
    // What a date comes out as depends on the time of the event.
    if (/date:/i.test(text)) return peel(text, when ?? this.#around)
    const known = this.#readings.get(text, (each) => peel(each) ?? 'nothing')
    return known === 'nothing' ? null : known
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
