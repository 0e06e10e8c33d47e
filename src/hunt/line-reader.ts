import type { LogRecord } from './record.ts'
import { type Interest, interests } from './sweep/needles.ts'
import { PayloadPlaces, type Places } from './sweep/places.ts'

/** Bounds of what is read at once, in bytes. */
export interface LineLimits {
  /** Of one record; longer lines are read in parts that overlap. */
  readonly record: number
  /** What is swept at a time. */
  readonly chunk: number
}

export const defaultLineLimits: LineLimits = { record: 65_536, chunk: 1_048_576 }

/** A record with what is known of it before it is read. All bytes are valid until the next one is told. */
export interface Suspect extends LogRecord {
  readonly interest: Interest
  /** Where in the record it begins. */
  readonly place: number
  /** The same record with the lines that follow, up to the limit: for names with line breaks in them. They are told too. */
  wider(): LogRecord
  /** What stands around: up to the limit of a record on either side of the place, and where in it the place is. */
  around(): Surroundings
  /** Leaves what lies behind `end` of the record to a record of its own. */
  readTo(end: number): void
}

/** A piece of the log that may begin and end anywhere. */
export interface Surroundings {
  readonly bytes: Uint8Array
  readonly offset: number
  readonly place: number
  /** The line that a byte of the piece is in. */
  readonly lineAt: (at: number) => number | null
}

/** Searches one byte from the left or from the right; what the platform has for it is many times as fast as a loop. */
export interface ByteSearch {
  /** Where it is first, at `from` or behind it; -1 if it is not. */
  first(bytes: Uint8Array, byte: number, from: number): number
  /** Where it is last, at `from` or before it; -1 if it is not, and for a `from` below 0. */
  last(bytes: Uint8Array, byte: number, from: number): number
}

/**
 * Takes a log piece by piece and tells which lines are worth reading. Memory is the window alone, however long the log
 * or its lines are.
 */
export class LineReader {
  readonly #places: Places
  readonly #window: Uint8Array
  readonly #search: ByteSearch
  readonly #limits: LineLimits
  /** What is in the window. */
  #filled = 0
  #swept = 0
  /** Where in the source the window begins. */
  #base: number
  /** Lines that ended before `#counted`. */
  #lines: number
  #counted = 0
  /** Where the record that was told last for each interest ends: what lies in it is not told again. */
  readonly #toldTo: Record<Interest, number> = { payload: 0, evidence: 0, watched: 0, columns: 0 }
  /** Whether the first line in the window began before it. */
  #goesBack = false

  /**
   * `start`: where the first piece lies in the source, and how many lines end before it. `placesIn` makes what finds places
   * in a window of so many bytes.
   */
  constructor(
    search: ByteSearch,
    limits: LineLimits = defaultLineLimits,
    start = { offset: 0, lines: 0 },
    placesIn: (size: number) => Places = (size) => new PayloadPlaces(size),
  ) {
    this.#limits = limits
    this.#places = placesIn(limits.chunk + 4 * limits.record)
    this.#window = this.#places.window
    this.#search = search
    this.#base = start.offset
    this.#lines = start.lines
  }

  /** How much of the source was taken, in bytes. */
  get taken(): number {
    return this.#base + this.#filled
  }

  /** Where to put what comes next: at least a chunk. */
  room(): Uint8Array {
    this.#slide()
    return this.#window.subarray(this.#filled, this.#filled + this.#limits.chunk)
  }

  /** Takes the first `length` bytes of {@link room}, and gives them. */
  take(length: number): Uint8Array {
    this.#filled += length
    return this.#window.subarray(this.#filled - length, this.#filled)
  }

  /**
   * What is worth reading in what was taken. While `more` follows at once, what lies near the end waits, because the rest of
   * its record is still to come; where nothing follows for now (`idle`), only the line that is not complete waits.
   */
  read(what: 'more' | 'idle' | 'ended', tell: (suspect: Suspect) => void): void {
    this.#sweepTo(this.#readUntil(what), tell)
  }

  /** The same up to `end` of the source, where a line ends: what was taken beyond only shows how records go on. */
  readTo(end: number, tell: (suspect: Suspect) => void): void {
    this.#sweepTo(Math.min(this.#filled, end - this.#base), tell)
  }

  /** How many lines end before `end` of the source, which lies not before what was swept. */
  linesBefore(end: number): number {
    return this.#lineAt(end - this.#base) - 1
  }

  /** Gives its window back: nothing may be asked of it any more. */
  close(): void {
    this.#places.close()
  }

  #sweepTo(until: number, tell: (suspect: Suspect) => void): void {
    while (this.#swept < until) {
      this.#swept = this.#places.places(this.#swept, until, (place) => {
        const interest = this.#places.at(place, this.#filled)
        if (interest !== null && place >= this.#toldTo[interest]) tell(this.#suspect(place, interest))
      })
    }
  }

  #readUntil(what: 'more' | 'idle' | 'ended'): number {
    if (what === 'ended') return this.#filled
    const whole = this.#filled - 2 * this.#limits.record
    if (what === 'more') return whole
    // A line that goes on and on is not waited for.
    return Math.max(whole, this.#search.last(this.#window, newline, this.#filled - 1) + 1)
  }

  #suspect(place: number, interest: Interest): Suspect {
    const { record } = this.#limits
    const before = this.#search.last(this.#window, newline, place - 1) + 1
    const lineEnd = this.#lineEnd(place)
    const whole = lineEnd - before <= record && !(before === 0 && this.#goesBack)
    // Of a line that is longer than the limit a little before the place, and most behind it.
    const start = whole ? before : Math.max(before, this.#toldTo[interest], place - (record >> 3))
    const end = whole ? lineEnd : Math.min(lineEnd, start + record)
    this.#toldTo[interest] = Math.max(end, place + 1)
    const line = this.#lineAt(start)
    const offset = this.#base + start
    const upTo = (to: number): Uint8Array => this.#window.subarray(start, to)
    return {
      bytes: upTo(end),
      line,
      offset,
      cut: !whole,
      interest,
      place: place - start,
      wider: () => ({ bytes: upTo(Math.min(this.#filled, start + record)), line, offset, cut: true }),
      around: () => this.#around(place),
      readTo: (to) => {
        this.#toldTo[interest] = Math.max(start + to, place + 1)
      },
    }
  }

  #around(place: number): Surroundings {
    const { record } = this.#limits
    const from = Math.max(0, place - record)
    return {
      bytes: this.#window.subarray(from, Math.min(this.#filled, place + record)),
      offset: this.#base + from,
      place: place - from,
      lineAt: (at) => this.#lineAt(from + at),
    }
  }

  #lineEnd(from: number): number {
    const at = this.#search.first(this.#window, newline, from)
    return at < 0 || at > this.#filled ? this.#filled : at
  }

  /** The number of the line that `place` is in. */
  #lineAt(place: number): number {
    if (place < this.#counted) return this.#lines + 1 - this.#places.lines(place, this.#counted)
    this.#lines += this.#places.lines(this.#counted, place)
    this.#counted = place
    return this.#lines + 1
  }

  /** Makes room: lets go of what was swept, but for what may be read with a place that is still to come. */
  #slide(): void {
    if (this.#filled + this.#limits.chunk <= this.#window.length) return
    const keepFrom = this.#swept - this.#limits.record
    if (keepFrom <= 0) return
    this.#goesBack = this.#window[keepFrom - 1] !== newline
    // What ended before it is counted while it is there.
    if (this.#counted < keepFrom) this.#lineAt(keepFrom)
    this.#window.copyWithin(0, keepFrom, this.#filled)
    this.#base += keepFrom
    this.#filled -= keepFrom
    this.#swept -= keepFrom
    this.#counted -= keepFrom
    for (const interest of interests) this.#toldTo[interest] = Math.max(0, this.#toldTo[interest] - keepFrom)
  }
}

const newline = 0x0a
