import { createHash } from 'node:crypto'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { problem } from '../../core/index.ts'
import { type Artifact, fileNameOf, labUnknownArtifact, readArtifactList } from './artifact-list.ts'
import { labDirectory } from './lab-directory.ts'
import { withLock } from './lock.ts'
import { bringByMaven, inWords, type MavenOptions } from './maven.ts'

export const labChecksum = problem('LAB_CHECKSUM', (path: string, coordinate: string, expected: string) => ({
  message: `${path} is not ${coordinate}: its SHA-256 is not ${expected}`,
  hint: 'Delete that file and, if it comes back, the copy in ~/.m2/repository; then ask your mirror why it hands out another jar.',
}))

export interface FetchOptions extends MavenOptions {
  /** Default: {@link labDirectory}. */
  readonly directory?: string
  /** Told one line when jars are about to be brought, which can take a minute. */
  readonly tell?: (text: string) => void
}

/**
 * The jars of `coordinates` ("group:artifact:version", each named in a list of the lab), as paths by coordinate.
 * Each one's SHA-256 is checked on every call; a jar that differs is never used. Those that the cache lacks are
 * brought by one run of Maven. Any number of processes may call it at once.
 */
export async function fetchArtifacts(
  coordinates: readonly string[],
  { directory = labDirectory(), tell, maven, signal }: FetchOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const artifacts = await listed(coordinates)
  if ((await missingIn(directory, artifacts)).length > 0) {
    await withLock(
      join(directory, 'maven.lock'),
      async () => {
        // Whoever held the lock before may have brought them.
        const missing = await missingIn(directory, artifacts)
        if (missing.length === 0) return
        tell?.(`bringing ${inWords(missing)} by Maven…\n`)
        await bringByMaven(missing, directory, (artifact, path) => keep(artifact, path, directory), {
          maven,
          signal,
        })
      },
      signal,
    )
  }
  return new Map(artifacts.map((artifact) => [artifact.coordinate, jarOf(directory, artifact)]))
}

async function listed(coordinates: readonly string[]): Promise<readonly Artifact[]> {
  const known = await readArtifactList()
  return [...new Set(coordinates)].map((coordinate) => {
    const artifact = known.get(coordinate)
    if (artifact === undefined) throw labUnknownArtifact(coordinate)
    return artifact
  })
}

/** Those that are not there. Throws a Problem for one that is there and is something else. */
async function missingIn(directory: string, artifacts: readonly Artifact[]): Promise<readonly Artifact[]> {
  const missing: Artifact[] = []
  for (const artifact of artifacts) {
    const path = jarOf(directory, artifact)
    const sha256 = await sha256Of(path)
    if (sha256 === null) missing.push(artifact)
    else verify(artifact, path, sha256)
  }
  return missing
}

/** Verifies first and renames then: a jar in the cache is a whole one. */
async function keep(artifact: Artifact, brought: string, directory: string): Promise<void> {
  verify(artifact, brought, await sha256Of(brought))
  const path = jarOf(directory, artifact)
  await mkdir(dirname(path), { recursive: true })
  await rename(brought, path)
}

function verify({ coordinate, sha256 }: Artifact, path: string, actual: string | null): void {
  if (actual !== sha256) throw labChecksum(path, coordinate, sha256)
}

function jarOf(directory: string, artifact: Artifact): string {
  return join(directory, 'jars', artifact.group, fileNameOf(artifact))
}

async function sha256Of(path: string): Promise<string | null> {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
