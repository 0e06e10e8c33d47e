/** One thing that a configuration says, whatever format it is written in. */
export interface Entry {
  /** Names of what it lies in, outermost first: `Configuration`, `Appenders`, `Console`. */
  readonly path: readonly string[]
  /** Its own name; empty for the text of an element. */
  readonly key: string
  /** Empty where something begins that holds more entries, such as an element or an object. */
  readonly value: string
  /** From 1. */
  readonly line: number
}

/** Reads a text in one pass, in time linear in its length, whatever it is; what it cannot make sense of it passes over. */
export type EntryReader = (text: string) => Iterable<Entry>

/** Nested deeper than this is no configuration that a person wrote: what lies deeper is passed over. */
export const deepest = 64
/** Longer values are cut, in characters. */
export const longestValue = 4_000

/** Counts lines while a reader goes forward. */
export class LineCounter {
  readonly #text: string
  #at = 0
  #line = 1

  constructor(text: string) {
    this.#text = text
  }

  /** The line of a place that is not before the last one asked for. */
  lineAt(place: number): number {
    for (; this.#at < place; this.#at++) {
      const code = this.#text.charCodeAt(this.#at)
      if (code === 10 || (code === 13 && this.#text.charCodeAt(this.#at + 1) !== 10)) this.#line++
    }
    return this.#line
  }
}
