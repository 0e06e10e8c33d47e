import type { Instant } from '../core/index.ts'

/** How often something was seen, and when first and last, as far as records say when. */
export interface Tallied {
  readonly name: string
  readonly count: number
  readonly first: Instant | null
  readonly last: Instant | null
}

/**
 * Counts by name in bounded memory. Whoever sends attacks chooses most of the names: beyond `most` different ones,
 * further ones are counted together in `others`.
 */
export class Tally {
  readonly #kept = new Map<string, { count: number; first: Instant | null; last: Instant | null }>()
  readonly #most: number
  /** Sightings of names that are not kept apart. */
  others = 0

  constructor(most = 20_000) {
    this.#most = most
  }

  /** Different names that are kept apart. */
  get size(): number {
    return this.#kept.size
  }

  add(name: string, when: Instant | null): void {
    let known = this.#kept.get(name)
    if (known === undefined) {
      if (this.#kept.size >= this.#most) {
        this.others++
        return
      }
      known = { count: 0, first: null, last: null }
      this.#kept.set(name, known)
    }
    known.count++
    if (when === null) return
    if (known.first === null || when < known.first) known.first = when
    if (known.last === null || when > known.last) known.last = when
  }

  /** One that was added, and is counted elsewhere now. */
  remove(name: string): void {
    const known = this.#kept.get(name)
    if (known === undefined) return
    if (--known.count === 0) this.#kept.delete(name)
  }

  /** The most frequent first. */
  top(most: number): readonly Tallied[] {
    return [...this.#kept]
      .map(([name, counted]) => ({ name, ...counted }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
      .slice(0, most)
  }
}
