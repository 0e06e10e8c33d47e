/** The same bytes in pieces of at most `most`: what one piece gives when it is unpacked must stay small. */
export function* atMost(pieces: Iterable<Uint8Array>, most: number): Generator<Uint8Array, void, undefined> {
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += most) yield piece.subarray(at, at + most)
  }
}

/** Bytes one by one or some at a time, of what comes in pieces. */
export class PieceReader {
  readonly #source: Iterator<Uint8Array>
  #piece: Uint8Array = new Uint8Array(0)
  #at = 0

  constructor(pieces: Iterable<Uint8Array>) {
    this.#source = pieces[Symbol.iterator]()
  }

  /** Whether all was read. */
  eof(): boolean {
    while (this.#at >= this.#piece.length) {
      const next = this.#source.next()
      if (next.done === true) return true
      this.#piece = next.value
      this.#at = 0
    }
    return false
  }

  /** -1 at the end. */
  readByte(): number {
    if (this.#at >= this.#piece.length && this.eof()) return -1
    return this.#piece[this.#at++] ?? -1
  }

  /** What is left of the piece that is being read, at most `length`; empty at the end only. */
  some(length: number): Uint8Array {
    if (this.eof()) return new Uint8Array(0)
    const some = this.#piece.subarray(this.#at, this.#at + length)
    this.#at += some.length
    return some
  }

  /** Puts back the last `count` bytes of what {@link some} gave last. */
  unread(count: number): void {
    this.#at -= count
  }

  close(): void {
    this.#source.return?.()
  }
}
