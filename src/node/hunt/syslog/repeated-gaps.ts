import type { Gap } from '../../../core/index.ts'

/** Places of which it is remembered what was told; what more there are share one. */
const mostRemembered = 1_000

/** Gaps that whoever sends can cause without end: the first of a kind is told at once, and at the end how many there were. */
export class RepeatedGaps {
  readonly #tell: (gap: Gap) => void
  readonly #counts = new Map<string, { readonly first: Gap; more: number }>()

  constructor(tell: (gap: Gap) => void) {
    this.#tell = tell
  }

  add(gap: Gap): void {
    const own = `${gap.because} ${gap.at}`
    const key = this.#counts.has(own) || this.#counts.size < mostRemembered ? own : gap.because
    const known = this.#counts.get(key)
    if (known !== undefined) {
      known.more++
      return
    }
    this.#counts.set(key, { first: gap, more: 0 })
    this.#tell(gap)
  }

  /** Tells how often each came again. */
  end(): void {
    for (const [key, { first, more }] of this.#counts) {
      if (more === 0) continue
      const isShared = key === first.because
      const detail = `${more} more times${isShared ? ', from there and elsewhere' : ''}, the first was: ${first.detail}`
      this.#tell({ ...first, detail })
    }
    this.#counts.clear()
  }
}
