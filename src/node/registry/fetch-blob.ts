import { createHash } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import type { GapReason } from '../../core/index.ts'
import type { Descriptor } from './manifest.ts'
import type { RegistryClient } from './registry-client.ts'

/** How often a transfer that broke is taken up again. */
const mostResumes = 5

/**
 * Brings one blob to `path`, which only ever holds a whole one with the right digest. A transfer that breaks goes on
 * where it broke. Gives why it could not be had, or `null`. Throws what the client throws.
 */
export async function fetchBlob(
  client: RegistryClient,
  { digest, size }: Descriptor,
  path: string,
  onBytes: (count: number) => void,
): Promise<{ readonly because: GapReason; readonly detail: string } | null> {
  const partial = `${path}.partial`
  const file = await open(partial, 'w', 0o600)
  const algorithm = digest.startsWith('sha512:') ? 'sha512' : 'sha256'
  let hash = createHash(algorithm)
  let have = 0
  let broke = ''
  try {
    for (let tries = 0; tries <= mostResumes && have < size; tries++) {
      const response = await client.get(`blobs/${digest}`, '*/*', have)
      // A registry that cannot go on where it broke begins anew.
      if (have > 0 && response.status !== 206) {
        onBytes(-have)
        have = 0
        hash = createHash(algorithm)
      }
      try {
        for await (const piece of client.pieces(response)) {
          if (have + piece.length > size) {
            return { because: 'malformed', detail: `it is larger than the ${size} bytes that its manifest says` }
          }
          hash.update(piece)
          await file.write(piece, 0, piece.length, have)
          have += piece.length
          onBytes(piece.length)
        }
      } catch (error) {
        if (isOfDisk(error)) throw error
        broke = error instanceof Error ? error.message : String(error)
      }
    }
    if (have < size)
      return { because: 'truncated', detail: `only ${have} of ${size} bytes came${broke === '' ? '' : `: ${broke}`}` }
    const actual = `${algorithm}:${hash.digest('hex')}`
    if (actual !== digest)
      return { because: 'malformed', detail: `what the registry hands out has the digest ${actual}` }
    await rename(partial, path)
    return null
  } finally {
    await file.close()
    await rm(partial, { force: true })
  }
}

function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'].includes(String(error.code))
}
