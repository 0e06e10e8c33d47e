import type { ComponentEvidence } from '../../core/index.ts'
import { productOf } from '../product.ts'
import type { MetadataSighting } from '../specimen.ts'
import type { Copy } from './copy.ts'
import type { Identity } from './identity.ts'

/** What metadata says of a copy. It never changes a verdict. */
export interface Witness {
  /** Those that the bytes do not contradict. */
  readonly agreeing: readonly MetadataSighting[]
  readonly evidence: readonly ComponentEvidence[]
}

export function witnessesOf(copy: Copy, identity: Identity, metadata: readonly MetadataSighting[]): Witness {
  const ours = metadata.filter(({ group, artifact }) => productOf(group, artifact) === copy.product)
  const agreeing = ours.filter(({ version }) => version === null || agrees(version, identity))
  const lying = ours.filter((sighting) => !agreeing.includes(sighting))
  return {
    agreeing,
    evidence: [
      ...agreeing.map(({ path, artifact, version }) => ({
        kind: 'metadata' as const,
        path,
        says: version === null ? artifact : `${artifact} ${version}`,
      })),
      ...lying.map(({ path, artifact, version }) => ({
        kind: 'contradiction' as const,
        says: `${path} says ${artifact} ${version}, the bytes of the classes say ${inWords(identity)}; the bytes decide`,
        sources: [path, ...copy.classes.slice(0, 1).map(({ sighting }) => sighting.path)],
      })),
    ],
  }
}

/**
 * The release: the one that the bytes say, or that one of those with the same classes which metadata names. `null` if
 * neither says one.
 */
export function releaseSaid({ version, possible, byFingerprint }: Identity, { agreeing }: Witness): string | null {
  if (version !== null || !byFingerprint) return version
  const [named, ...others] = new Set(agreeing.flatMap(({ version: said }) => said ?? []))
  return named !== undefined && others.length === 0 && possible.includes(named) ? named : null
}

/** A vendor's number starts with the release that it was built from: `2.25.2-tuxcare.1`, `1.2.17.redhat-1`. */
function agrees(version: string, { possible, mixed }: Identity): boolean {
  if (mixed) return false
  return possible.some(
    (release) => version === release || (version.startsWith(release) && /^[.-]\D/.test(version.slice(release.length))),
  )
}

function inWords({ version, possible, mixed }: Identity): string {
  if (version !== null) return version
  if (mixed) return 'a mixture of releases'
  return possible.length === 0 ? 'no release at all' : `${possible[0]} to ${possible.at(-1)}`
}
