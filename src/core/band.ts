import { isAtLeast, type Log4jVersion } from './log4j-version.ts'

/**
 * How a release treats a lookup in a message. Measured on real releases with 144 payloads: within a band all
 * behave alike, and the name that a callback carries tells the band.
 *
 * - `A`: 2.0-beta9 to 2.7, except 2.3.1 and 2.3.2. No substitution inside names; the name ends at the first `}`;
 *   prefixes are case-sensitive.
 * - `B`: 2.8 to 2.12.1. Nested lookups and defaults work; there is no `lower:` or `upper:`.
 * - `C`: 2.13.0 to 2.14.1. All of it works.
 * - `D`: 2.3.1, 2.3.2, 2.12.2 to 2.12.4, 2.15.0 and later. No lookup in a message calls out.
 */
export type Band = 'A' | 'B' | 'C' | 'D'

/** The releases of each band, as a person reads them. */
export const bandReleases: Readonly<Record<Band, string>> = {
  A: '2.0-beta9 to 2.7',
  B: '2.8 to 2.12.1',
  C: '2.13.0 to 2.14.1',
  D: '2.3.1, 2.3.2, 2.12.2 to 2.12.4, 2.15.0 and later',
}

/** `null` before 2.0-beta9 (there is no JNDI lookup) and outside 2.x and 3.x. */
export function bandOf(version: Log4jVersion): Band | null {
  const [major, minor, patch] = version.numbers
  if (major === 3) return 'D'
  if (major !== 2 || !isAtLeast(version, '2.0-beta9')) return null
  if (minor === 3 && patch >= 1) return 'D'
  if (minor === 12 && patch >= 2) return 'D'
  if (isAtLeast(version, '2.15.0')) return 'D'
  if (isAtLeast(version, '2.13.0')) return 'C'
  return isAtLeast(version, '2.8') ? 'B' : 'A'
}
