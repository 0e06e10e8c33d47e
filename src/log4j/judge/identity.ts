import type { Product } from '../../core/index.ts'
import { knownReleases, releasesOfLook } from '../fingerprints/fingerprints.ts'
import type { Copy } from './copy.ts'

/** Which release a copy may be. */
export interface Identity {
  /** Releases that agree with everything seen, oldest first. Empty: no release is like this. */
  readonly possible: readonly string[]
  /** The one release that classes are byte for byte of, if they are of one. */
  readonly version: string | null
  /** Whether any class is byte for byte that of a release. */
  readonly byFingerprint: boolean
  /** Whether bytes or looks said anything. */
  readonly known: boolean
  /** Classes of a role whose bytes are of no release: built anew, or changed. */
  readonly unknown: readonly string[]
  /** Classes that no single release has together: a mixture. */
  readonly mixed: boolean
}

/**
 * What the bytes say, first byte for byte, then by looks: relocation and new builds change bytes, but what a class
 * shows stays.
 */
export function identify(copy: Copy): Identity {
  const exact = intersectAll(copy.classes.map(({ releases }) => releases).filter((releases) => releases.length > 0))
  const looks = intersectAll(
    copy.classes.flatMap(({ sighting, releases }) => {
      if (sighting.role === null || releases.length > 0) return []
      const like = releasesOfLook(sighting.role, sighting.features).find(({ product }) => product === copy.product)
      return [like?.releases ?? []]
    }),
  )
  const byFingerprint = exact !== null
  const unknown = copy.classes.filter(({ releases, sighting }) => releases.length === 0 && sighting.role !== null)
  return {
    possible: exact ?? looks ?? allOf(copy.product),
    version: exact?.length === 1 ? (exact[0] ?? null) : null,
    byFingerprint,
    known: exact !== null || looks !== null,
    unknown: byFingerprint ? unknown.map(({ sighting }) => sighting.path) : [],
    mixed: exact?.length === 0,
  }
}

/** A VERS range, `vers:maven/>=2.13.0|<=2.14.1`; `null` if the bytes say nothing or exactly one. */
export function rangeOf({ possible, version }: Identity, product: Product): string | null {
  if (version !== null || possible.length === 0) return null
  const all = allOf(product)
  if (possible.length === all.length) return null
  // Neighbours make one range; releases of other lines between them make several.
  const ranges: string[] = []
  let first: string | null = null
  all.forEach((release, index) => {
    if (!possible.includes(release)) return
    first ??= release
    const next = all[index + 1]
    if (next !== undefined && possible.includes(next)) return
    ranges.push(first === release ? release : `>=${first}|<=${release}`)
    first = null
  })
  return `vers:maven/${ranges.join('|')}`
}

function allOf(product: Product): readonly string[] {
  return knownReleases().find((releases) => releases.product === product)?.releases ?? []
}

/** `null` if there is nothing to intersect. */
function intersectAll(sets: readonly (readonly string[])[]): readonly string[] | null {
  const [first, ...others] = sets
  if (first === undefined) return null
  return others.reduce((common, set) => common.filter((release) => set.includes(release)), first)
}
