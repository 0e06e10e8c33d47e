/** Which stretches of a source were told lately, so that what lies in several lines of it is told once. */
export class ToldSpans {
  #begins = new Set<number>()
  #ends = new Set<number>()

  add(begin: number, end: number): void {
    if (this.#begins.size >= mostKept) {
      this.#begins = new Set()
      this.#ends = new Set()
    }
    this.#begins.add(begin)
    this.#ends.add(end)
  }

  beginsAt(offset: number): boolean {
    return this.#begins.has(offset)
  }

  endsAt(offset: number): boolean {
    return this.#ends.has(offset)
  }
}

/** More than parts of different lines that lie among each other. */
const mostKept = 4_096
