import type { ContainedRecord } from '../containers/container.ts'
import { FormatChooser } from '../formats/format-chooser.ts'
import { type ByteSearch, defaultLineLimits, type LineLimits, LineReader, type Suspect } from '../line-reader.ts'
import type { LogReading } from '../log-reading.ts'
import type { Outgoing } from '../outgoing.ts'
import type { LogSource } from '../source-hunt.ts'
import { textOf } from '../text-of.ts'
import { requestIdsIn } from './request-joins.ts'
import { namesIn, WatchedPlaces } from './watched-places.ts'
import type { Witness } from './witness.ts'

const mostShown = 1_000
/** Of a record of a request more, since what it has instead of an attack may stand anywhere in it. */
const mostOfRequest = 4_000

/** Looks in one log for records which say that somebody went out to what is watched for. */
export class WitnessHunt implements LogReading {
  readonly #tell: (witness: Witness) => void
  readonly #source: LogSource
  readonly #watched: ReadonlySet<string>
  readonly #hasIds: boolean
  readonly #reader: LineReader
  readonly #chooser = new FormatChooser()
  #columns: string | null

  /** `watched`: names, addresses, tokens and ids of requests in lower case. `columns`: the directive that stands before what is read. */
  constructor(
    search: ByteSearch,
    tell: (witness: Witness) => void,
    source: LogSource,
    watched: readonly string[],
    columns: string | null = null,
    limits: LineLimits = defaultLineLimits,
  ) {
    this.#columns = columns
    this.#tell = tell
    this.#source = source
    this.#watched = new Set(watched)
    this.#hasIds = watched.some((name) => requestIdsIn(name).length > 0)
    this.#reader = new LineReader(search, limits, source.start, (size) => new WatchedPlaces(size, watched))
  }

  /** What says what the columns are of what comes next. */
  get columns(): string | null {
    return this.#columns
  }

  room(): Uint8Array {
    return this.#reader.room()
  }

  take(length: number): void {
    this.#reader.take(length)
  }

  read(what: 'more' | 'idle' | 'ended'): void {
    this.#reader.read(what, (suspect) => this.#examine(suspect))
  }

  readTo(end: number): void {
    this.#reader.readTo(end, (suspect) => this.#examine(suspect))
  }

  linesBefore(end: number): number {
    return this.#reader.linesBefore(end)
  }

  contained({ text, offset, saw, when }: ContainedRecord, format: string): void {
    if (saw === undefined || !this.#isWatched(saw)) return
    const { source } = this.#source
    this.#tell({ source, line: null, byteOffset: offset, format, when, saw, text: text.slice(0, mostShown) })
  }

  close(): void {
    this.#reader.close()
  }

  #examine({ interest, bytes, line, offset }: Suspect): void {
    const text = textOf(bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes)
    if (interest === 'columns') {
      this.#columns = text
      return
    }
    const { around, source } = this.#source
    const { format, record } = this.#chooser.read(text, { around, columns: this.#columns })
    const { saw, when } = record
    const place = { source, line, byteOffset: offset, format, when }
    if (saw !== undefined && this.#isWatched(saw)) this.#tell({ ...place, saw, text: text.slice(0, mostShown) })
    if (!this.#hasIds) return
    const ids = requestIdsIn(text).filter((id) => this.#watched.has(id))
    if (ids.length > 0) this.#tell({ ...place, saw: { is: 'request', ids }, text: text.slice(0, mostOfRequest) })
  }

  /** A name that is watched for may stand anywhere in a record: in the name of a rule, in a comment. */
  #isWatched(saw: Outgoing): boolean {
    const said =
      saw.is !== 'connection' ? [saw.name] : [saw.name ?? '', saw.to ?? '', ...(saw.asked ?? '').split(/[^\w.-]/)]
    return said.some(
      (text) =>
        this.#watched.has(text.toLowerCase()) || namesIn(text.slice(0, 300)).some((name) => this.#watched.has(name)),
    )
  }
}
