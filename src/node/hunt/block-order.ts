import type { WorkEvent } from './protocol.ts'

type Tell = (event: WorkEvent, taken: () => void) => void

interface Part {
  readonly waiting: (readonly [event: WorkEvent, taken: () => void])[]
  /** How many lines ended in it; `null` until it was read. */
  lines: number | null
}

/**
 * Puts in order what threads find in parts of one file, with the numbers that lines have in the whole: a part counts from
 * its own beginning, because nobody has counted the lines before it yet.
 */
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

  told(index: number, event: WorkEvent, taken: () => void): void {
    if (index === this.#next) this.#tell(this.#inWhole(event), taken)
    else this.#parts[index]?.waiting.push([event, taken])
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
    for (const [event, taken] of part.waiting.splice(0)) this.#tell(this.#inWhole(event), taken)
  }

  #inWhole(event: WorkEvent): WorkEvent {
    if (this.#linesBefore === 0 || event.is === 'note') return event
    if (event.is === 'gap') return { is: 'gap', gap: { ...event.gap, at: this.#placeInWhole(event.gap.at) } }
    if (event.is === 'witness') {
      const { witness } = event
      return { is: 'witness', witness: { ...witness, line: this.#lineInWhole(witness.line) } }
    }
    const { finding } = event
    const { at, evidence } = finding
    const [first, ...rest] = evidence.map((each) =>
      each.kind === 'log' ? { ...each, line: this.#lineInWhole(each.line) } : each,
    )
    if (first === undefined) return event
    return {
      is: 'finding',
      finding: { ...finding, at: { ...at, line: this.#lineInWhole(at.line) }, evidence: [first, ...rest] },
    }
  }

  #lineInWhole(line: number | null): number | null {
    return line === null ? null : line + this.#linesBefore
  }

  /** `a.log:12`, if it names a line. */
  #placeInWhole(at: string): string {
    const line = at.startsWith(`${this.#shown}:`) ? Number(at.slice(this.#shown.length + 1)) : Number.NaN
    return Number.isInteger(line) ? `${this.#shown}:${line + this.#linesBefore}` : at
  }
}
