import { readClassFile, readClassName } from './class-file/class-file.ts'
import { crc32Of } from './fingerprints/crc32.ts'
import { isKnownClass } from './fingerprints/fingerprints.ts'
import { Prefilter } from './prefilter.ts'
import { roles } from './roles/index.ts'
import type { ClassSighting } from './specimen.ts'

const prefilter = new Prefilter(roles.flatMap(({ anchors }) => anchors))

/**
 * What a class is, from its bytes alone. `null`: nothing of ours. `path` is the entry's name, kept as it is; `crc32` is
 * that of the bytes, if the caller has counted it. Never throws; a few microseconds for a class that is nothing of ours.
 */
export function recogniseClass(path: string, bytes: Uint8Array, crc32: number | null): ClassSighting | null {
  const mayHaveRole = prefilter.hasOne(bytes)
  if (!mayHaveRole && (crc32 === null || !isKnownClass(crc32, bytes.length))) return null
  const counted = crc32 ?? crc32Of(bytes)
  const candidate = mayHaveRole ? readClassFile(bytes) : readClassName(bytes)
  if (candidate.is === 'corrupt') return null
  const role = candidate.is === 'class' ? roles.find((known) => known.recognises(candidate)) : undefined
  if (role === undefined && !isKnownClass(counted, bytes.length)) return null
  const features = candidate.is === 'class' ? role?.features.filter((feature) => feature.isIn(candidate)) : undefined
  return {
    path,
    className: candidate.name,
    role: role?.id ?? null,
    features: features?.map(({ id }) => id) ?? [],
    crc32: counted,
    size: bytes.length,
  }
}
