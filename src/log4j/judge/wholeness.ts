import type { Product } from '../../core/index.ts'
import { fingerprintsOf, rolesOf } from '../fingerprints/fingerprints.ts'
import type { Copy } from './copy.ts'
import type { Identity } from './identity.ts'

/** Of what a release has, this part must be there for what is missing to have been taken away. */
const mostOfIt = 0.6

/**
 * Whether a class that is missing was taken away from a copy, which else is there, and not left out with most of the
 * others, as tools do that keep what a program needs; nor is it missing because no such release ever had it.
 */
export function wasRemoved(role: string, copy: Copy, { possible, known }: Identity): boolean {
  if (!known || possible.length === 0 || !possible.every((release) => rolesOf(copy.product, release).has(role)))
    return false
  return possible.some((release) => isMostly(copy, copy.product, release))
}

function isMostly({ classes }: Copy, product: Product, release: string): boolean {
  const own = classes.filter(({ releases }) => releases.includes(release)).length
  if (own >= mostOfIt * fingerprintsOf(product, release)) return true
  const present = new Set(classes.flatMap(({ sighting: { role } }) => (role === null ? [] : [role])))
  const expected = rolesOf(product, release)
  return [...expected].filter((role) => present.has(role)).length >= mostOfIt * expected.size
}
