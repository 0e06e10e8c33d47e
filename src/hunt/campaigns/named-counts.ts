import type { CountedNames } from '../../core/index.ts'

/** Characters of a name that are kept. */
const mostName = 300

/** Counts by name; beyond `most` different ones, further ones are counted together. */
export class NamedCounts {
  readonly #counts = new Map<string, { count: number }>()
  /** Many come one after the other. */
  #last: { readonly name: string; readonly counted: { count: number } } | null = null
  readonly #most: number
  #others = 0

  constructor(most: number) {
    this.#most = most
  }

  add(name: string): void {
    const counted = this.#last?.name === name ? this.#last.counted : this.#countedAs(name)
    if (counted === undefined) this.#others++
    else {
      counted.count++
      this.#last = { name, counted }
    }
  }

  #countedAs(name: string): { count: number } | undefined {
    const key = name.length > mostName ? name.slice(0, mostName) : name
    const known = this.#counts.get(key)
    if (known !== undefined || this.#counts.size >= this.#most) return known
    const counted = { count: 0 }
    this.#counts.set(key, counted)
    return counted
  }

  /** The `most` most frequent. */
  top(most: number): CountedNames {
    const all = [...this.#counts].map(([name, { count }]) => ({ name, count }))
    const names = all.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    const left = names.slice(most).reduce((sum, { count }) => sum + count, this.#others)
    return { names: names.slice(0, most), others: left }
  }
}
