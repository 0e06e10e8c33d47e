import { oneAByte } from '../one-a-byte.ts'

/** Where the marks of records were seen last in one source. Each byte is searched once, however many attacks there are. */
export class Marks {
  readonly #marks: readonly string[]
  readonly #longest: number
  readonly #lastAt = new Map<string, number>()
  #searchedTo = 0

  constructor(marks: readonly string[]) {
    this.#marks = marks
    this.#longest = Math.max(0, ...marks.map(({ length }) => length))
  }

  /** Looks at what lies before `place` in a piece of the source that begins at `offset`, as far as that is new. */
  look(bytes: Uint8Array, offset: number, place: number): void {
    const end = Math.min(bytes.length, place + this.#longest)
    const from = Math.max(0, this.#searchedTo - this.#longest - offset)
    if (from >= end) return
    const text = oneAByte(bytes.subarray(from, end))
    for (const mark of this.#marks) {
      // Most are nowhere, and engines find that out in strides from the left, but letter by letter from the right.
      if (text.includes(mark)) this.#lastAt.set(mark, offset + from + text.lastIndexOf(mark))
    }
    this.#searchedTo = offset + end
  }

  /** Whether it was seen at `offset` or behind it. */
  isNear(mark: string, offset: number): boolean {
    return (this.#lastAt.get(mark) ?? -1) >= offset
  }
}
