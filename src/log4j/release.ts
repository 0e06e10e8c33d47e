/** One part of a release number: a number, or a word such as `beta`. */
type Part = number | string

/** Words that come before the release itself, in order; then the release; then any other word (a vendor's). */
const ranks = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '']

/**
 * Order of release numbers as Maven has it: `2.0-alpha1` < `2.0-beta9` < `2.0-rc1` < `2.0` < `2.0.1`, `1.2.18.1` <
 * `1.2.18.2`, and a word that is not known comes after the release: `2.25.2` < `2.25.2-tuxcare.1`.
 *
 * @see https://maven.apache.org/pom.html#version-order-specification
 */
export function compareReleases(a: string, b: string): number {
  return compareAll(partsOf(a), partsOf(b))
}

function compareAll(left: readonly Part[], right: readonly Part[]): number {
  const most = Math.max(left.length, right.length)
  for (let i = 0; i < most; i++) {
    // Beyond its end an array is left alone: to ask there makes every later question slow.
    const difference = compareParts(i < left.length ? left[i] : undefined, i < right.length ? right[i] : undefined)
    if (difference !== 0) return difference
  }
  return 0
}

/** Releases from `from` on and before `before`; `null`: from the first, or without end. */
export interface ReleaseRange {
  readonly from: string | null
  readonly before: string | null
}

export function isIn(ranges: readonly ReleaseRange[], release: string): boolean {
  const parts = partsOf(release)
  for (const { from, before } of ranges) {
    if (from !== null && compareAll(parts, partsOf(from)) < 0) continue
    if (before === null || compareAll(parts, partsOf(before)) < 0) return true
  }
  return false
}

/** The same few hundred numbers are compared over and over. */
const taken = new Map<string, readonly Part[]>()
const mostTaken = 4_096

function partsOf(text: string): readonly Part[] {
  const known = taken.get(text)
  if (known !== undefined) return known
  const words =
    text
      .slice(0, 100)
      .toLowerCase()
      .match(/\d+|[a-z]+/g) ?? []
  const parts = words.map((part) => (/^\d/.test(part) ? Number(part) : part))
  // A hostile archive may name releases without end.
  if (taken.size < mostTaken && text.length <= 100) taken.set(text, parts)
  return parts
}

function compareParts(a: Part | undefined, b: Part | undefined): number {
  if (typeof a === 'number' || typeof b === 'number') {
    if (typeof a === 'string') return -1
    if (typeof b === 'string') return 1
    return (a ?? 0) - (b ?? 0)
  }
  const left = rankOf(a)
  const right = rankOf(b)
  return left === right ? (a ?? '').localeCompare(b ?? '') : left - right
}

function rankOf(word = ''): number {
  const rank = ranks.indexOf(word)
  return rank === -1 ? ranks.length : rank
}
