import type { CountedNames } from '../../core/index.ts'

/** Characters of a name that are kept. */
const mostName = 300

/** Counts by name; beyond `most` different ones, further ones are counted together. */
export class NamedCounts {
  readonly #counts = new Map<string, number>()
  readonly #most: number
  #others = 0

  constructor(most: number) {
    this.#most = most
  }

  add(name: string): void {
    const key = name.length > mostName ? name.slice(0, mostName) : name
    const count = this.#counts.get(key)
    if (count !== undefined || this.#counts.size < this.#most) this.#counts.set(key, (count ?? 0) + 1)
    else this.#others++
  }

  /** The `most` most frequent. */
  top(most: number): CountedNames {
    const all = [...this.#counts].map(([name, count]) => ({ name, count }))
    const names = all.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    const left = names.slice(most).reduce((sum, { count }) => sum + count, this.#others)
    return { names: names.slice(0, most), others: left }
  }
}
