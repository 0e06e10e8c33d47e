import { ArchiveGap } from './archive-gap.ts'

/**
 * Reads what comes in pieces: a header's worth at a time, and contents piece by piece. What it gives is copied, or
 * valid until the next piece is asked for where it says so.
 */
export class PieceReader {
  readonly #source: Iterator<Uint8Array>
  #piece: Uint8Array = new Uint8Array(0)
  /** How many bytes were taken. */
  position = 0

  constructor(pieces: Iterable<Uint8Array>) {
    this.#source = pieces[Symbol.iterator]()
  }

  /** Exactly `length` bytes, or `null` if there are none any more. Throws ArchiveGap `truncated` for some but not all. */
  take(length: number): Uint8Array | null {
    const taken = new Uint8Array(length)
    for (let have = 0; have < length; ) {
      if (!this.#fill()) {
        if (have === 0) return null
        throw new ArchiveGap('truncated', `it ends ${length - have} bytes too early`)
      }
      const some = this.#piece.subarray(0, length - have)
      taken.set(some, have)
      have += some.length
      this.#drop(some.length)
    }
    return taken
  }

  /** Exactly `length` bytes. Throws ArchiveGap `truncated`. */
  need(length: number): Uint8Array {
    const taken = this.take(length)
    if (taken !== null) return taken
    if (length === 0) return new Uint8Array(0)
    throw new ArchiveGap('truncated', `it ends ${length} bytes too early`)
  }

  /** `length` bytes piece by piece, each valid until the next is asked for. Throws ArchiveGap `truncated`. */
  *pieces(length: number): Generator<Uint8Array, void, undefined> {
    for (let left = length; left > 0; ) {
      if (!this.#fill()) throw new ArchiveGap('truncated', `it ends ${left} bytes too early`)
      const some = this.#piece.subarray(0, left)
      left -= some.length
      this.#drop(some.length)
      yield some
    }
  }

  /** Throws ArchiveGap `truncated`. */
  skip(length: number): void {
    for (let left = length; left > 0; ) {
      if (!this.#fill()) throw new ArchiveGap('truncated', `it ends ${left} bytes too early`)
      const some = Math.min(left, this.#piece.length)
      left -= some
      this.#drop(some)
    }
  }

  /** Everything that is left. */
  *rest(): Generator<Uint8Array, void, undefined> {
    while (this.#fill()) {
      const piece = this.#piece
      this.#drop(piece.length)
      yield piece
    }
  }

  close(): void {
    this.#source.return?.()
  }

  #fill(): boolean {
    while (this.#piece.length === 0) {
      const next = this.#source.next()
      if (next.done === true) return false
      this.#piece = next.value
    }
    return true
  }

  #drop(length: number): void {
    this.#piece = this.#piece.subarray(length)
    this.position += length
  }
}

/**
 * The content of an entry in a stream of entries: what was not read of it is passed over before the next entry.
 */
export class EntryContent {
  readonly #reader: PieceReader
  readonly #end: number

  constructor(reader: PieceReader, size: number) {
    this.#reader = reader
    this.#end = reader.position + size
  }

  *pieces(): Generator<Uint8Array, void, undefined> {
    yield* this.#reader.pieces(this.#end - this.#reader.position)
  }

  /** Throws ArchiveGap `truncated`. */
  finish(padding: number): void {
    this.#reader.skip(this.#end + padding - this.#reader.position)
  }
}
