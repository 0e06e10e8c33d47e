import type { AttackFinding, Gap, Instant } from '../core/index.ts'
import { attackFinding, evidenceFinding, type Sighting } from './attack-finding.ts'
import { type Contact, contactOf } from './contact.ts'
import type { ContainedRecord } from './containers/container.ts'
import { traces } from './evidence/index.ts'
import type { FormatContext } from './formats/format.ts'
import { type ChosenRecord, FormatChooser } from './formats/format-chooser.ts'
import { OutgoingSample } from './joins/outgoing-sample.ts'
import { type ByteSearch, defaultLineLimits, type LineLimits, LineReader, type Suspect } from './line-reader.ts'
import type { LogReading } from './log-reading.ts'
import { OddRecords } from './odd-records.ts'
import { type Found, fires, PayloadFinder, type Readings } from './payload-finder.ts'
import type { Peeled } from './peel.ts'
import { openAcross, payloadsOf } from './raw-extent.ts'
import type { LogRecord } from './record.ts'
import { textOf } from './text-of.ts'
import { ToldRecord } from './told-record.ts'
import { ToldSpans } from './told-spans.ts'

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
  /** The log seems to say who went out: it may show what came of attacks. At most once for each. */
  outgoing?(): void
  /** Something about the log that an operator should know. */
  note?(text: string): void
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

/** A record as it was read. */
interface Seen extends LogRecord {
  readonly text: string
  readonly chosen: ChosenRecord
}

/** Hunts in one log that is given piece by piece: `room`, `take`, `read`, and again, until `read('ended')`. */
export class SourceHunt implements LogReading {
  readonly #doors: HuntDoors
  readonly #sink: HuntSink
  readonly #source: LogSource
  readonly #finder: PayloadFinder
  readonly #limits: LineLimits
  /** Made when it is asked for: records that come by themselves need none, and its window is large. */
  #lines: LineReader | null = null
  readonly #chooser = new FormatChooser()
  /** Records of several parts. */
  readonly #told = new ToldSpans()
  /** The record of several lines that was told last. */
  #toldRecord: ToldRecord | null = null
  readonly #sample: OutgoingSample
  #columns: string | null = null
  readonly #odd: OddRecords
  #cutLines = 0
  /** Bytes that were read again with the lines before them. */
  #readAgain = 0

  constructor(
    doors: HuntDoors,
    sink: HuntSink,
    source: LogSource,
    readings: Readings,
    limits: LineLimits = defaultLineLimits,
  ) {
    this.#doors = doors
    this.#sink = sink
    this.#sample = new OutgoingSample(() => sink.outgoing?.(), (source.start?.offset ?? 0) === 0)
    this.#source = source
    this.#odd = new OddRecords(sink, source.source)
    this.#finder = new PayloadFinder(readings, source.around)
    this.#limits = limits
  }

  get #reader(): LineReader {
    this.#lines ??= new LineReader(this.#doors.search, this.#limits, this.#source.start)
    return this.#lines
  }

  /** Where to put what comes next. */
  room(): Uint8Array {
    return this.#reader.room()
  }

  take(length: number): void {
    this.#sample.look(this.#reader.take(length))
  }

  /** See {@link LineReader.read}. */
  read(what: 'more' | 'idle' | 'ended'): void {
    this.#reader.read(what, (suspect) => this.#examine(suspect))
    if (what === 'ended') this.#odd.end()
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
  contained({ text, offset, ...said }: ContainedRecord, format: string): void {
    if (said.saw !== undefined) this.#sample.found()
    const record = said.fields.length === 0 ? { ...said, fields: [{ name: null, value: text }] } : said
    const chosen = { format, general: false, record }
    const seen: Seen = { bytes: new TextEncoder().encode(text), text, line: null, offset, cut: false, chosen }
    this.#tell(seen, this.#finder.inRecord(text, record))
    this.#traces(text, () => seen)
  }

  close(): void {
    this.#odd.end()
    this.#lines?.close()
    this.#lines = null
  }

  /** A record that did not come as a line: of an event log, a capture. */
  record(record: LogRecord): void {
    const alone = {
      place: 0,
      wider: () => record,
      around: () => ({ ...record, place: 0, lineAt: () => record.line }),
      readTo: () => undefined,
    }
    for (const interest of ['payload', 'evidence'] as const) this.#examine({ ...record, ...alone, interest })
  }

  #examine(suspect: Suspect): void {
    if (suspect.interest === 'columns') this.#directive(lineOf(suspect.bytes))
    else if (suspect.interest === 'evidence') this.#evidence(suspect)
    else this.#payloads(suspect)
  }

  /** At the beginning of a line alone: a client may write one into its request. */
  #directive(line: string): void {
    const text = line.startsWith('\ufeff') ? line.slice(1) : line
    if (text.startsWith('#')) this.#columns = text
  }

  #payloads(suspect: Suspect): void {
    const seen = this.#seen(beforeTheNext(suspect))
    if (this.#told.endsAt(seen.offset + seen.bytes.length)) return
    const found = this.#finder.inRecord(seen.text, seen.chosen.record)
    // A part of a line is put together first: what is left open in it is closed in the next part.
    if (seen.chosen.record.isPart === true && this.#tellWhole(suspect, seen, found)) return
    const across = this.#acrossLines(suspect, seen, found)
    if (across !== null) return this.#tell(across.seen, [across.found])
    if (found.length > 0 && !this.#tellWhole(suspect, seen, found)) this.#tell(seen, found)
  }

  /** Tells what is in the record that a line is a part of, and in the line; gives whether there was such a record. */
  #tellWhole(suspect: Suspect, seen: Seen, inLine: readonly Found[]): boolean {
    if (this.#toldRecord?.covers(suspect.offset + suspect.place) === true) {
      this.#tellRest(this.#toldRecord, seen, inLine)
      return true
    }
    const whole = this.#wholeRecord(suspect, seen)
    if (whole === null) return false
    const found = this.#finder.inRecord(whole.text, whole.chosen.record)
    const end = whole.offset + whole.bytes.length
    const isPart = whole.chosen.record.isPart !== undefined
    if (found.length === 0 || (isPart && this.#told.beginsAt(whole.offset))) {
      this.#readAgain += whole.bytes.length
      return found.length > 0
    }
    this.#tell(whole, found)
    if (isPart) this.#told.add(whole.offset, end)
    else if (end <= suspect.offset + suspect.bytes.length) suspect.readTo(end - suspect.offset)
    else {
      this.#toldRecord = new ToldRecord(whole.chosen, whole.offset, end, found.flatMap(meaningsOf))
      this.#tellRest(this.#toldRecord, seen, inLine)
    }
    return true
  }

  /** What a line says that the record around it, as it was read, did not. */
  #tellRest(told: ToldRecord, seen: Seen, inLine: readonly Found[]): void {
    const rest = inLine.filter((each) => !told.holds(meaningsOf(each)))
    const { format, general, record } = told.chosen
    const chosen = { format, general, record: { ...record, fields: seen.chosen.record.fields } }
    this.#tell({ ...seen, chosen }, rest)
  }

  /** A name may have line breaks in it: then the record goes on to where it is closed. */
  #acrossLines(suspect: Suspect, seen: Seen, found: readonly Found[]): { seen: Seen; found: Found } | null {
    // Then what more is in it says nothing new.
    if (found.some(fires)) return null
    const { length } = suspect.bytes
    const { place } = suspect
    if (suspect.cut || openAcross(suspect.bytes, place, length) === null || !this.#mayReadAgain(suspect)) return null
    const { bytes } = suspect.wider()
    const open = openAcross(bytes, place, length)
    this.#readAgain += open?.closed === true ? open.end : bytes.length
    if (open?.closed !== true) return null
    const lines = bytes.subarray(0, open.end)
    const text = textOf(lines)
    const across = this.#finder.acrossLines(text, seen.chosen.record.when, found)
    return across === null ? null : { seen: { ...seen, bytes: lines, text }, found: across }
  }

  /** Whoever opens names without end must not make a hunt read everything over and over. */
  #mayReadAgain({ line }: Suspect): boolean {
    if (this.#readAgain <= 4 * (this.#lines?.taken ?? 0) + freelyReadAgain) return true
    if (this.#readAgain < Number.POSITIVE_INFINITY) {
      this.#readAgain = Number.POSITIVE_INFINITY
      this.#sink.gap({
        at: this.#placeOf(line),
        because: 'too-slow',
        detail: 'so many names are left open that from here on each line is read by itself, not with those that follow',
      })
    }
    return false
  }

  /** The record that the place is in, where records are not lines; `null` if this is not such a log. */
  #wholeRecord(suspect: Suspect, { text: line, chosen: { general, record } }: Seen): Seen | null {
    if (!general && !suspect.cut && record.isPart !== true) return null
    if (!this.#mayReadAgain(suspect)) return null
    const { bytes, offset, place, lineAt } = suspect.around()
    const read = this.#chooser.readAround({ bytes, offset, place, line }, this.#context)
    if (read === null) return null
    const { span, text, ...chosen } = read
    const { start, end } = span
    return { bytes: bytes.subarray(start, end), text, chosen, offset: offset + start, line: lineAt(start), cut: false }
  }

  #evidence(suspect: Suspect): void {
    const line = this.#seen(suspect)
    this.#traces(line.text, () => this.#wholeRecord(suspect, line) ?? line)
  }

  #traces(text: string, record: () => Seen): void {
    for (const trace of traces) {
      const shown = trace.shownBy(text)
      if (shown === null) continue
      const seen = record()
      if (trace.refutedBy?.(seen.text) === true) return
      const contact = shown.name === null ? null : contactOf(shown.name)
      this.#sink.finding(evidenceFinding(shown, trace.id, contact, this.#sighting({ ...seen, text }, null)))
      return
    }
  }

  #seen({ bytes, line, offset, cut }: LogRecord): Seen {
    const text = lineOf(bytes)
    return { bytes, line, offset, cut, text, chosen: this.#chooser.read(text, this.#context) }
  }

  get #context(): FormatContext {
    return { around: this.#source.around, columns: this.#columns }
  }

  #tell(seen: Seen, found: readonly Found[]): void {
    if (found.length > 0) this.#odd.look(seen)
    const told = new Set<string>()
    const raws = this.#finder.rawsOf(seen.bytes, seen.text, seen.chosen.record.when)
    for (const each of found) {
      const { field, peeled } = each
      const names = contactsOf(peeled).filter((contact) => {
        const meaning = contact?.name ?? peeled.text
        return !told.has(meaning) && told.add(meaning)
      })
      if (names.length === 0) continue
      const raw = raws.of(each)
      const sighting = this.#sighting({ ...seen, text: shownAround(seen.text, raw) }, field)
      for (const contact of names) this.#sink.finding(attackFinding(peeled, contact, raw, sighting))
      if (seen.cut && peeled.reading.traits.includes('truncated')) this.#tellCut(seen)
    }
  }

  #sighting({ line, offset, text, cut, chosen: { format, record } }: Seen, field: string | null): Sighting {
    const { source, relative } = this.#source
    return {
      source,
      relative,
      line,
      byteOffset: offset,
      format,
      record,
      field,
      text: text.slice(0, mostShown),
      cut,
      seenAt: this.#doors.now(),
      digest: this.#doors.digest,
    }
  }

  /** Told once for each source, however long its lines are. */
  #tellCut({ line, offset, bytes }: Seen): void {
    if (this.#cutLines++ > 0) return
    this.#sink.gap({
      at: this.#placeOf(line),
      because: 'too-large',
      detail: `a payload at byte ${offset} goes on for more than ${bytes.length} bytes, and could not be read to its end`,
    })
  }

  #placeOf(line: number | null): string {
    return line === null ? this.#source.source : `${this.#source.source}:${line}`
  }
}

/** Beside four times the bytes of the source. */
const freelyReadAgain = 4_194_304
const mostShown = 2_000

function lineOf(bytes: Uint8Array): string {
  return textOf(bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes)
}

/**
 * Of a line that is longer than the limit, without a payload that goes on behind what was read, or may begin at its end:
 * that is left to a record of its own.
 */
function beforeTheNext(suspect: Suspect): LogRecord {
  const { bytes, place, cut } = suspect
  if (!cut) return suspect
  const { closedTo, open } = payloadsOf(bytes)
  const end = open ?? Math.max(closedTo, bytes.length - Math.min(longestOpener, bytes.length >> 1))
  if (end <= place) return suspect
  suspect.readTo(end)
  return { ...suspect, bytes: bytes.subarray(0, end) }
}

/** In however many escapes. */
const longestOpener = 4_096

/** The record, or where it is long what stands around the payload. */
function shownAround(text: string, raw: string): string {
  const at = text.length <= mostShown ? 0 : text.indexOf(raw)
  return at + raw.length <= mostShown ? text : text.slice(Math.max(0, at - mostShown / 10))
}

function meaningsOf({ peeled }: Found): readonly string[] {
  return contactsOf(peeled).map((contact) => contact?.name ?? peeled.text)
}

function contactsOf({ reading }: Peeled): readonly (Contact | null)[] {
  return reading.contacts.length === 0 ? [null] : reading.contacts
}
