import type {
  ClassEvidence,
  ConfigurationEvidence,
  ContradictionEvidence,
  FingerprintEvidence,
} from '../../core/index.ts'
import type { AffectedModule } from '../advisories/advisory.ts'
import { isIn } from '../release.ts'
import { roleOf } from '../roles/index.ts'
import type { ConfigurationSighting } from '../specimen.ts'
import type { Copy, PlacedClass } from './copy.ts'
import type { Identity } from './identity.ts'

export function classEvidence({ sighting, place, releases, loadable }: PlacedClass): ClassEvidence {
  const role = sighting.role === null ? undefined : roleOf(sighting.role)
  const features = role?.features.filter(({ id }) => sighting.features.includes(id)) ?? []
  return {
    kind: 'class',
    path: sighting.path,
    className: sighting.className.replaceAll('/', '.'),
    role: role?.title ?? sighting.className.slice(sighting.className.lastIndexOf('/') + 1),
    shows: [
      ...features.map(({ shows }) => shows),
      ...(sighting.stated === true
        ? ['could not be read; its archive states the checksum and size of this class']
        : []),
      ...(loadable ? [] : ['lies under a name that no class loader asks for']),
      ...(usualPrefix.test(place.prefix)
        ? []
        : [`lies below ${place.prefix}, where only a class loader finds it that looks there`]),
      ...(releases.length === 0 ? ['is in no published release, byte for byte'] : []),
    ],
  }
}

/** Where class loaders look without being told: at the top, and in the archives of Spring Boot, web and enterprise applications. */
const usualPrefix = /^(?:(?:BOOT-INF|WEB-INF|APP-INF)\/(?:classes|lib)\/)?$/

/** The classes that say most about the release: those that are in the fewest. */
export function fingerprintEvidence({ classes }: Copy, most = 3): readonly FingerprintEvidence[] {
  return classes
    .filter(({ releases }) => releases.length > 0)
    .sort((a, b) => a.releases.length - b.releases.length)
    .slice(0, most)
    .map(({ sighting: { path, crc32, size }, releases }) => ({
      kind: 'fingerprint',
      path,
      crc32: (crc32 >>> 0).toString(16).padStart(8, '0'),
      size,
      releases,
    }))
}

/** Sources that give this release another state than its code shows. */
export function disputeEvidence(
  { disputes }: AffectedModule,
  { possible, known }: Identity,
): readonly ContradictionEvidence[] {
  if (!known) return []
  return disputes
    .filter(({ releases }) => possible.length > 0 && possible.every((release) => isIn(releases, release)))
    .map(({ says, sources }) => ({ kind: 'contradiction', says, sources }))
}

export function configurationEvidence({ path, line, setting, text }: ConfigurationSighting): ConfigurationEvidence {
  return { kind: 'configuration', path, line, says: `${setting}: ${text}` }
}
