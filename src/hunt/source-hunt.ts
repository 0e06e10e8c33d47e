import type { AttackFinding, Gap, Instant } from '../core/index.ts'
import { attackFinding, evidenceFinding, type Sighting } from './attack-finding.ts'
import { type Contact, contactOf } from './contact.ts'
import type { ContainedRecord } from './containers/container.ts'
import { traces } from './evidence/index.ts'
import { FormatChooser } from './formats/format-chooser.ts'
import { type ByteSearch, defaultLineLimits, type LineLimits, LineReader, type Suspect } from './line-reader.ts'
import { type Peeled, peel } from './peel.ts'
import { closedBehind, rawExtent } from './raw-extent.ts'
import type { RecentlyRead } from './recently-read.ts'
import type { LogRecord } from './record.ts'

/** What a hunt needs of the platform. */
export interface HuntDoors {
  readonly search: ByteSearch
  /** In lower-case hexadecimal, at least 32 digits. */
  readonly digest: (text: string) => string
  readonly now: () => Instant
}

/** What a hunt tells, as it finds out. */
export interface HuntSink {
  finding(finding: AttackFinding): void
  gap(gap: Gap): void
}

/** One log: where it lies, and what is known of it. */
export interface LogSource {
  /** As it is shown; `access.tar.gz!access.log`. */
  readonly source: string
  readonly relative: string
  /** Roughly when it was written, for times that leave their year out. */
  readonly around: Instant
  /** Where the bytes that are given begin, where they are a part of the log. */
  readonly start?: { readonly offset: number; readonly lines: number }
}

/** What was read, by its text; shared by all sources of a run. */
export type Readings = RecentlyRead<Peeled | 'nothing'>

const mostShown = 2_000

/** Hunts in one log that is given piece by piece: `room`, `take`, `read`, and again, until `read('ended')`. */
export class SourceHunt {
  readonly #doors: HuntDoors
  readonly #sink: HuntSink
  readonly #source: LogSource
  readonly #readings: Readings
  readonly #reader: LineReader
  readonly #chooser = new FormatChooser()
  #columns: string | null = null
  #cutLines = 0

  constructor(
    doors: HuntDoors,
    sink: HuntSink,
    source: LogSource,
    readings: Readings,
    limits: LineLimits = defaultLineLimits,
  ) {
    this.#doors = doors
    this.#sink = sink
    this.#source = source
    this.#readings = readings
    this.#reader = new LineReader(doors.search, limits, source.start)
  }

  /** Where to put what comes next. */
  room(): Uint8Array {
    return this.#reader.room()
  }

  take(length: number): void {
    this.#reader.take(length)
  }

  /** See {@link LineReader.read}. */
  read(what: 'more' | 'idle' | 'ended'): void {
    this.#reader.read(what, (suspect) => this.#examine(suspect))
  }

  /** See {@link LineReader.readTo}. */
  readTo(end: number): void {
    this.#reader.readTo(end, (suspect) => this.#examine(suspect))
  }

  /** See {@link LineReader.linesBefore}. */
  linesBefore(end: number): number {
    return this.#reader.linesBefore(end)
  }

  /** A record of a file that is no text; `format` is the id of what holds it. */
  contained({ text, offset, ...record }: ContainedRecord, format: string): void {
    const sighting = (field: string | null): Sighting => ({
      source: this.#source.source,
      relative: this.#source.relative,
      line: null,
      byteOffset: offset,
      format,
      record,
      field,
      text: text.slice(0, mostShown),
      cut: false,
      seenAt: this.#doors.now(),
      digest: this.#doors.digest,
    })
    const told = new Set<string>()
    for (const { name, value } of record.fields.length === 0 ? [{ name: null, value: text }] : record.fields) {
      const peeled = mayHold.test(value) ? this.#peel(value, record.when) : null
      if (peeled === null) continue
      for (const contact of contactsOf(peeled)) {
        const meaning = contact?.name ?? peeled.text
        if (told.has(meaning)) continue
        told.add(meaning)
        this.#sink.finding(attackFinding(peeled, contact, peeled.text, sighting(name)))
      }
    }
    for (const trace of traces) {
      const shown = trace.shownBy(text)
      if (shown === null) continue
      const contact = shown.name === null ? null : contactOf(shown.name)
      this.#sink.finding(evidenceFinding(shown, trace.id, contact, sighting(null)))
      return
    }
  }

  /** A record that did not come as a line: of an event log, a capture. */
  record(record: LogRecord): void {
    const wider = (): LogRecord => record
    for (const interest of ['opener', 'evidence'] as const) this.#examine({ ...record, interest, wider })
  }

  #examine(suspect: Suspect): void {
    const text = decoded(suspect.bytes)
    if (suspect.interest === 'columns') {
      this.#columns = text
      return
    }
    if (suspect.interest === 'evidence') return this.#evidence(suspect, text)
    if (this.#payloads(suspect, text)) return
    // A name may have line breaks in it: then the record goes on to where it is closed.
    if (suspect.interest !== 'opener') return
    const wide = suspect.wider()
    const end = closedBehind(wide.bytes, suspect.bytes.length)
    if (end === null) return
    const bytes = wide.bytes.subarray(0, end)
    this.#payloads({ ...suspect, bytes }, decoded(bytes))
  }

  /** Whether there was an attack. */
  #payloads(suspect: Suspect, text: string): boolean {
    const { around } = this.#source
    const { format, record } = this.#chooser.read(text, { around, columns: this.#columns })
    const found = record.fields.flatMap(({ name, value }) => {
      const peeled = mayHold.test(value) ? this.#peel(value, record.when) : null
      return peeled === null ? [] : [{ name, peeled }]
    })
    if (found.length === 0) {
      // Whatever a format makes of a record, the record itself is read too.
      const peeled = this.#peel(text, record.when)
      if (peeled !== null) found.push({ name: null, peeled })
    }
    const told = new Set<string>()
    for (const { name, peeled } of found) {
      const sighting = this.#sighting(suspect, text, format, record, name)
      for (const contact of contactsOf(peeled)) {
        const meaning = contact?.name ?? peeled.text
        if (told.has(meaning)) continue
        told.add(meaning)
        this.#sink.finding(attackFinding(peeled, contact, rawOf(suspect.bytes, peeled), sighting))
      }
      if (suspect.cut && peeled.reading.traits.includes('truncated')) this.#tellCut(suspect)
    }
    return found.length > 0
  }

  #peel(text: string, when: Instant | null): Peeled | null {
    if (text.includes('date:')) return peel(text, when ?? this.#source.around)
    const known = this.#readings.get(text, (each) => peel(each) ?? 'nothing')
    return known === 'nothing' ? null : known
  }

  #evidence(suspect: Suspect, text: string): void {
    const { around } = this.#source
    for (const trace of traces) {
      const shown = trace.shownBy(text)
      if (shown === null) continue
      const { format, record } = this.#chooser.read(text, { around, columns: this.#columns })
      const sighting = this.#sighting(suspect, text, format, record, null)
      const contact = shown.name === null ? null : contactOf(shown.name)
      this.#sink.finding(evidenceFinding(shown, trace.id, contact, sighting))
      return
    }
  }

  #sighting(
    suspect: Suspect,
    text: string,
    format: string,
    record: Sighting['record'],
    field: string | null,
  ): Sighting {
    const { source, relative } = this.#source
    return {
      source,
      relative,
      line: suspect.line,
      byteOffset: suspect.offset,
      format,
      record,
      field,
      text: text.slice(0, mostShown),
      cut: suspect.cut,
      seenAt: this.#doors.now(),
      digest: this.#doors.digest,
    }
  }

  /** Told once for each source, however long its lines are. */
  #tellCut({ line, offset, bytes }: Suspect): void {
    if (this.#cutLines++ > 0) return
    this.#sink.gap({
      at: line === null ? this.#source.source : `${this.#source.source}:${line}`,
      because: 'too-large',
      detail: `the line is longer than ${bytes.length} bytes; a payload in it, ${offset} bytes on, could not be read to its end`,
    })
  }
}

/** Whether a text may hold an opener, in any escapes, or credentials. */
const mayHold = /[$%\\&]|eyJ|basic /i

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** UTF-8, or Latin-1 where it is none, so that no byte is lost. */
function decoded(bytes: Uint8Array): string {
  const text = utf8.decode(bytes)
  if (!text.includes('\ufffd')) return text.endsWith('\r') ? text.slice(0, -1) : text
  let latin1 = ''
  for (const byte of bytes) latin1 += String.fromCharCode(byte)
  return latin1
}

function contactsOf({ reading }: Peeled): readonly (Contact | null)[] {
  return reading.contacts.length === 0 ? [null] : reading.contacts
}

function rawOf(bytes: Uint8Array, peeled: Peeled): string {
  const extent = rawExtent(bytes)
  return extent === null ? peeled.text : decoded(bytes.subarray(extent.start, extent.end))
}
