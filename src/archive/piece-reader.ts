import { ArchiveGap } from './archive-gap.ts'
import { type Bytes, slice } from './bytes.ts'

/** What is read at once where all of it can be reached: little behind what was passed over, then more and more. */
const smallestWindow = 4_096
const largestWindow = 65_536

/**
 * Reads what comes in pieces: a header's worth at a time, and contents piece by piece. What it gives is copied, or
 * valid until more is asked for where it says so.
 */
export class PieceReader {
  readonly #source: Iterator<Uint8Array>
  readonly #whole: Bytes | null
  #window = smallestWindow
  #piece: Uint8Array = new Uint8Array(0)
  #at = 0
  /** How many bytes came before the piece. */
  #before = 0

  /** `whole`: the same bytes, if they can be read at any place; what is passed over is then not read. */
  constructor(pieces: Iterable<Uint8Array>, whole: Bytes | null = null) {
    this.#source = pieces[Symbol.iterator]()
    this.#whole = whole
  }

  /** How many bytes were taken. */
  get position(): number {
    return this.#before + this.#at
  }

  /** Whether there is nothing any more. */
  ended(): boolean {
    return !this.#fill()
  }

  /** Exactly `length` bytes, or `null` if there are none any more. Throws ArchiveGap `truncated` for some but not all. */
  take(length: number): Uint8Array | null {
    const taken = new Uint8Array(length)
    for (let have = 0; have < length; ) {
      const some = this.some(length - have)
      if (some.length === 0) {
        if (have === 0) return null
        throw tooEarly(length - have)
      }
      taken.set(some, have)
      have += some.length
    }
    return taken
  }

  /** Exactly `length` bytes. Throws ArchiveGap `truncated`. */
  need(length: number): Uint8Array {
    const taken = this.take(length)
    if (taken === null) throw tooEarly(length)
    return taken
  }

  /** One byte. Throws ArchiveGap `truncated`. */
  byte(): number {
    if (this.#at >= this.#piece.length && !this.#fill()) throw tooEarly(1)
    return this.#piece[this.#at++] ?? 0
  }

  /** As many as there are at hand, at most `most`; empty at the end only. Valid until more is asked for. */
  some(most: number): Uint8Array {
    if (!this.#fill()) return new Uint8Array(0)
    const some = this.#piece.subarray(this.#at, this.#at + most)
    this.#at += some.length
    return some
  }

  /** Puts back the last `count` bytes of what {@link some} gave last. */
  unread(count: number): void {
    this.#at -= count
  }

  /** `length` bytes piece by piece, each valid until the next is asked for. Throws ArchiveGap `truncated`. */
  *pieces(length: number): Generator<Uint8Array, void, undefined> {
    for (let left = length; left > 0; ) {
      const some = this.some(left)
      if (some.length === 0) throw tooEarly(left)
      left -= some.length
      yield some
    }
  }

  /** Throws ArchiveGap `truncated`. */
  skip(length: number): void {
    if (this.#whole !== null && length > this.#piece.length - this.#at) return this.#jump(this.#whole, length)
    for (let left = length; left > 0; ) {
      const some = this.some(left)
      if (some.length === 0) throw tooEarly(left)
      left -= some.length
    }
  }

  /** Everything that is left. */
  *rest(): Generator<Uint8Array, void, undefined> {
    for (let some = this.some(Number.POSITIVE_INFINITY); some.length > 0; ) {
      yield some
      some = this.some(Number.POSITIVE_INFINITY)
    }
  }

  /** The next `length` bytes where they lie; `null` where they only come in pieces, or are not all there. */
  inPlace(length: number): Bytes | null {
    if (this.#whole === null || this.position + length > this.#whole.size) return null
    return slice(this.#whole, this.position, length)
  }

  close(): void {
    this.#source.return?.()
  }

  #jump(whole: Bytes, length: number): void {
    const target = this.position + length
    if (target > whole.size) throw tooEarly(target - whole.size)
    this.#before = target
    this.#piece = new Uint8Array(0)
    this.#at = 0
    this.#window = smallestWindow
  }

  #fill(): boolean {
    if (this.#whole !== null) return this.#fillFrom(this.#whole)
    while (this.#at >= this.#piece.length) {
      const next = this.#source.next()
      if (next.done === true) return false
      this.#before += this.#piece.length
      this.#piece = next.value
      this.#at = 0
    }
    return true
  }

  #fillFrom(whole: Bytes): boolean {
    if (this.#at < this.#piece.length) return true
    this.#before += this.#piece.length
    this.#piece = whole.read(this.#before, this.#window)
    this.#at = 0
    this.#window = Math.min(largestWindow, this.#window * 2)
    return this.#piece.length > 0
  }
}

function tooEarly(bytes: number): ArchiveGap {
  return new ArchiveGap('truncated', `it ends ${bytes} bytes too early`)
}

/**
 * The content of an entry in a stream of entries: what was not read of it is passed over before the next entry.
 */
export class EntryContent {
  readonly #reader: PieceReader
  readonly #end: number
  readonly #bytes: Bytes | null

  constructor(reader: PieceReader, size: number) {
    this.#reader = reader
    this.#end = reader.position + size
    // What is smaller comes with what is read around it.
    this.#bytes = size > largestWindow ? reader.inPlace(size) : null
  }

  inPlace(): Bytes | null {
    return this.#bytes
  }

  *pieces(): Generator<Uint8Array, void, undefined> {
    yield* this.#reader.pieces(this.#end - this.#reader.position)
  }

  /** Throws ArchiveGap `truncated`. */
  finish(padding: number): void {
    this.#reader.skip(this.#end + padding - this.#reader.position)
  }
}
