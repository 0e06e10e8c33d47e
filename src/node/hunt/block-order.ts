import type { Batch } from './batch.ts'

type Tell = (batch: Batch, taken: () => void) => void

interface Part {
  readonly waiting: (readonly [batch: Batch, taken: () => void])[]
  /** How many lines ended in it; `null` until it was read. */
  lines: number | null
}

/** Puts in order what threads find in parts of one file, with the numbers that lines have in the whole. */
export class BlockOrder {
  readonly #shown: string
  readonly #parts: readonly Part[]
  readonly #tell: Tell
  #next = 0
  #linesBefore = 0

  constructor(shown: string, count: number, tell: Tell) {
    this.#shown = shown
    this.#parts = Array.from({ length: count }, () => ({ waiting: [], lines: null }))
    this.#tell = tell
  }

  /** Whether all parts were read. */
  get isComplete(): boolean {
    return this.#next === this.#parts.length
  }

  told(index: number, batch: Batch, taken: () => void): void {
    if (index === this.#next) this.#tell(this.#inWhole(batch), taken)
    else this.#parts[index]?.waiting.push([batch, taken])
  }

  done(index: number, lines: number): void {
    const part = this.#parts[index]
    if (part === undefined) return
    part.lines = lines
    for (
      let next = this.#parts[this.#next];
      next !== undefined && next.lines !== null;
      next = this.#parts[this.#next]
    ) {
      this.#flush(next)
      this.#linesBefore += next.lines
      this.#next++
    }
    const open = this.#parts[this.#next]
    if (open !== undefined) this.#flush(open)
  }

  #flush(part: Part): void {
    for (const [batch, taken] of part.waiting.splice(0)) this.#tell(this.#inWhole(batch), taken)
  }

  #inWhole(batch: Batch): Batch {
    if (this.#linesBefore === 0) return batch
    const beginning = { shown: this.#shown, lines: this.#linesBefore }
    return { length: batch.length, events: () => batch.events(beginning) }
  }
}
