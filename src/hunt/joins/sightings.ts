import type { Instant } from '../../core/index.ts'
import type { Witness } from './witness.ts'

/** Witnesses of one name that are kept. */
const mostKept = 500

/** What was seen of one name or address that attacks named, as far as it lies near one of them in time. */
export class Sightings {
  readonly #times: Instant[] = []
  #isSorted = true
  #hasTimeless = false
  readonly kept: Witness[] = []
  /** Beyond those that are kept. */
  unkept = 0
  /** At other times than any attack that named it, or without a time; and how far from the closest, in milliseconds. */
  outside = 0
  closestMs = Number.POSITIVE_INFINITY

  /** An attack that named it. */
  attack(when: Instant | null): void {
    if (when === null) this.#hasTimeless = true
    else {
      this.#isSorted &&= when >= (this.#times.at(-1) ?? when)
      this.#times.push(when)
    }
  }

  /** `span`: how long before and after an attack it counts. */
  witness(witness: Witness, span: Span): void {
    if (!this.#isNear(witness.when, span)) this.outside++
    else if (this.kept.length < mostKept) this.kept.push(witness)
    else this.unkept++
  }

  /**
   * One that comes before or after the attacks that it may have come of: the last ones are kept, wherever they lie. Gives whether
   * it is new; what came may be searched again for other names.
   */
  remember(witness: Witness): boolean {
    if (this.kept.some((each) => isSame(each, witness))) return false
    if (this.kept.length >= mostKept) this.kept.shift()
    this.kept.push(witness)
    return true
  }

  #isNear(when: Instant | null, span: Span): boolean {
    if (when === null || this.#hasTimeless) return true
    if (!this.#isSorted) {
      this.#times.sort((a, b) => a - b)
      this.#isSorted = true
    }
    const times = this.#times
    let low = 0
    for (let high = times.length; low < high; ) {
      const middle = (low + high) >> 1
      if ((times[middle] ?? 0) <= when) low = middle + 1
      else high = middle
    }
    const before = times[low - 1]
    const after = times[low]
    if (before !== undefined) this.closestMs = Math.min(this.closestMs, when - before)
    if (after !== undefined) this.closestMs = Math.min(this.closestMs, after - when)
    return (before !== undefined && isIn(before, when, span)) || (after !== undefined && isIn(after, when, span))
  }
}

function isSame(one: Witness, other: Witness): boolean {
  return (
    one.source === other.source &&
    one.byteOffset === other.byteOffset &&
    one.when === other.when &&
    one.text === other.text
  )
}

/** How long before and after an attack something may have come of it, in milliseconds. */
export interface Span {
  readonly before: number
  readonly after: number
}

/** Whether something that was seen `when` may have come of an attack `at`. */
export function isIn(at: Instant, when: Instant, { before, after }: Span): boolean {
  return when - at <= after && at - when <= before
}
