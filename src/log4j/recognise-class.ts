import { readClassFile } from './class-file/class-file.ts'
import { crc32Of } from './fingerprints/crc32.ts'
import { isKnownClass } from './fingerprints/fingerprints.ts'
import { Prefilter } from './prefilter.ts'
import { roles } from './roles/index.ts'
import type { ClassSighting } from './specimen.ts'

const prefilter = new Prefilter(roles.flatMap(({ anchors }) => anchors))

/**
 * What a class is, from its bytes alone. `null`: nothing of ours. `path` is the entry's name, kept as it is; `crc32` is
 * what the archive states, which is believed only where the bytes agree. Never throws; a few microseconds for a class
 * that is nothing of ours.
 */
export function recogniseClass(path: string, bytes: Uint8Array, crc32: number): ClassSighting | null {
  const claimsToBeKnown = isKnownClass(crc32, bytes.length)
  if (!claimsToBeKnown && !prefilter.hasOne(bytes)) return null
  const candidate = readClassFile(bytes)
  if (candidate.is === 'corrupt') return null
  const role = roles.find((known) => known.recognises(candidate))
  const ownCrc32 = crc32Of(bytes)
  if (role === undefined && !isKnownClass(ownCrc32, bytes.length)) return null
  return {
    path,
    className: candidate.name,
    role: role?.id ?? null,
    features: role?.features.filter((feature) => feature.isIn(candidate)).map(({ id }) => id) ?? [],
    crc32: ownCrc32,
    size: bytes.length,
  }
}
