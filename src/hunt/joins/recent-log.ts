import type { Instant } from '../../core/index.ts'
import type { ByteSearch } from '../line-reader.ts'
import type { Witness } from './witness.ts'
import { WitnessHunt } from './witness-hunt.ts'

const newline = 0x0a
const smallest = 65_536

/** What is looked for in logs that come. */
export interface Wanted {
  /** In what was not searched yet. */
  readonly all: ReadonlySet<string>
  /** In what was searched for other names before. */
  readonly fresh: readonly string[]
}

/** A place in a log: a byte, and how many lines end before it. */
export interface LogPlace {
  readonly offset: number
  readonly lines: number
}

/**
 * The last of a log that is read once, as it comes: a name becomes known when an attack comes, and may have been asked for
 * just before.
 */
export class RecentLog {
  readonly #doors: ByteSearch
  readonly #source: string
  readonly #most: number
  readonly #full: () => void
  #bytes: Uint8Array = new Uint8Array(0)
  #length = 0
  /** Of the first byte that is kept, in the log; and how many lines end before it. */
  #offset: number
  #lines: number
  /** Up to here it was searched; a line begins there. */
  #searched = 0
  /** The last line that was searched and says what the columns are; they seldom change within a log. */
  #columns: string | null = null

  /**
   * `most`: bytes that are kept, at least 128 KiB. `full` is called when it is to be searched, before what was not is lost.
   */
  constructor(search: ByteSearch, source: string, start: LogPlace, most: number, full: () => void) {
    this.#doors = search
    this.#source = source
    this.#offset = start.offset
    this.#lines = start.lines
    this.#most = most
    this.#full = full
  }

  /** Where in the log what is kept begins, and ends. */
  get span(): readonly [start: number, end: number] {
    return [this.#offset, this.#offset + this.#length]
  }

  add(piece: Uint8Array): void {
    const step = this.#most >> 2
    for (let at = 0; at < piece.length; at += step) {
      this.#add(piece.subarray(at, at + step))
      if (this.#length - this.#searched >= step) this.#full()
    }
  }

  /** Looks for names in the lines that came, and tells the records that say who went out to one. */
  search({ all, fresh }: Wanted, around: Instant, tell: (witness: Witness) => void): void {
    const kept = this.#bytes.subarray(0, this.#length)
    const end = Math.max(this.#searched, this.#doors.last(kept, newline, this.#length - 1) + 1)
    if (fresh.length > 0 && this.#searched > 0) this.#run(0, this.#searched, fresh, around, tell)
    // Also where nothing is looked for: it may say what the columns are.
    if (end > this.#searched) this.#run(this.#searched, end, [...all], around, tell)
    this.#searched = end
  }

  #run(from: number, to: number, watched: readonly string[], around: Instant, tell: (witness: Witness) => void): void {
    let linesBefore: number | null = null
    const told = (witness: Witness): void => {
      linesBefore ??= this.#lines + this.#linesIn(0, from)
      tell({ ...witness, line: witness.line === null ? null : witness.line + linesBefore })
    }
    const start = { offset: this.#offset + from, lines: 0 }
    const source = { source: this.#source, relative: this.#source, around, start }
    const hunt = new WitnessHunt(this.#doors, told, source, watched, this.#columns)
    try {
      for (let at = from; at < to; ) {
        const room = hunt.room()
        const piece = this.#bytes.subarray(at, Math.min(to, at + room.length))
        room.set(piece)
        hunt.take(piece.length)
        hunt.read('more')
        at += piece.length
      }
      hunt.read('ended')
      this.#columns = hunt.columns
    } finally {
      hunt.close()
    }
  }

  #add(piece: Uint8Array): void {
    if (this.#length + piece.length > this.#bytes.length) this.#makeRoom(piece.length)
    this.#bytes.set(piece, this.#length)
    this.#length += piece.length
  }

  #makeRoom(wanted: number): void {
    const size = Math.min(this.#most, Math.max(smallest, 2 * this.#bytes.length, 2 * wanted))
    if (size > this.#bytes.length) {
      const larger = new Uint8Array(size)
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    if (this.#length + wanted > this.#bytes.length) this.#dropFirst(Math.max(wanted, this.#length >> 1))
  }

  /** Drops `least` bytes and the rest of the line that they end in. */
  #dropFirst(least: number): void {
    const kept = this.#bytes.subarray(0, this.#length)
    const found = this.#doors.first(kept, newline, Math.min(least, this.#length) - 1)
    // A line longer than all that is kept has no beginning any more.
    const cut = found < 0 ? this.#length : found + 1
    this.#lines += this.#linesIn(0, cut)
    this.#offset += cut
    this.#bytes.copyWithin(0, cut, this.#length)
    this.#length -= cut
    this.#searched = Math.max(0, this.#searched - cut)
  }

  #linesIn(from: number, to: number): number {
    const piece = this.#bytes.subarray(from, to)
    let lines = 0
    for (let at = this.#doors.first(piece, newline, 0); at >= 0; at = this.#doors.first(piece, newline, at + 1)) lines++
    return lines
  }
}
