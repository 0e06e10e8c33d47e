import type { LogReading } from '../../hunt/index.ts'

/** Gives pieces of any size to a hunt, which reads them when a window is full: small pieces cost no more than large ones. */
export class WindowFiller {
  readonly #hunt: LogReading
  #room: Uint8Array
  #used = 0

  constructor(hunt: LogReading) {
    this.#hunt = hunt
    this.#room = hunt.room()
  }

  write(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; ) {
      const some = piece.subarray(at, at + this.#room.length - this.#used)
      this.#room.set(some, this.#used)
      this.#used += some.length
      at += some.length
      if (this.#used === this.#room.length) this.#pass('more')
    }
  }

  /** Nothing follows for now. */
  idle(): void {
    this.#pass('idle')
  }

  /** Nothing follows at all: nothing may be written any more. */
  end(): void {
    this.#read('ended')
    this.#hunt.close()
  }

  #pass(what: 'more' | 'idle'): void {
    this.#read(what)
    this.#room = this.#hunt.room()
  }

  #read(what: 'more' | 'idle' | 'ended'): void {
    this.#hunt.take(this.#used)
    this.#used = 0
    this.#hunt.read(what)
  }
}
