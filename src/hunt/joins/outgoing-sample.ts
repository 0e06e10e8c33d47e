import { logFormats } from '../formats/index.ts'

/** Of the beginning, and of each further piece, in bytes: enough to know what a log is of, and next to nothing to read. */
const firstBytes = 65_536
const furtherBytes = 1_024

const marks = [...new Set(logFormats.flatMap(({ witnesses }) => witnesses ?? []))]
const latin1 = new TextDecoder('latin1')

/** Tells from samples of a log whether its records seem to say who went out. */
export class OutgoingSample {
  readonly #tell: () => void
  #bytes: number
  #isTold = false

  /** `tell` is called at most once. `isBeginning`: whether the first piece is that of the log, and not of a part of it. */
  constructor(tell: () => void, isBeginning = true) {
    this.#tell = tell
    this.#bytes = isBeginning ? firstBytes : furtherBytes
  }

  /** `piece`: what was read of the log next. */
  look(piece: Uint8Array): void {
    if (this.#isTold || piece.length === 0) return
    const text = latin1.decode(piece.subarray(0, this.#bytes))
    this.#bytes = furtherBytes
    if (marks.some((mark) => text.includes(mark))) this.found()
  }

  /** It is known that they do. */
  found(): void {
    if (this.#isTold) return
    this.#isTold = true
    this.#tell()
  }
}
