import type { ChosenRecord } from './formats/format-chooser.ts'

/** A record of several lines whose attacks were told: its lines are come to one by one, and only what is new is told then. */
export class ToldRecord {
  readonly chosen: ChosenRecord
  readonly #start: number
  readonly #end: number
  readonly #meanings: Set<string>

  /** Where it lies in the source, and what its attacks mean. */
  constructor(chosen: ChosenRecord, start: number, end: number, meanings: readonly string[]) {
    this.chosen = chosen
    this.#start = start
    this.#end = end
    this.#meanings = new Set(meanings)
  }

  covers(offset: number): boolean {
    return offset >= this.#start && offset < this.#end
  }

  /** Whether all of these were told; those that were not count as told from now on. */
  holds(meanings: readonly string[]): boolean {
    const fresh = meanings.filter((meaning) => !this.#meanings.has(meaning))
    for (const meaning of fresh) this.#meanings.add(meaning)
    return fresh.length === 0
  }
}
