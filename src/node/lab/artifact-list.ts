import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { problem } from '../../core/index.ts'
import { packageRoot } from '../package-root.ts'

export const labUnknownArtifact = problem('LAB_UNKNOWN_ARTIFACT', (coordinate: string) => ({
  message: `${coordinate} is not among the artifacts of the lab, so there is no checksum to hold it against`,
  hint: 'Choose a release that `fireline lab list` shows.',
}))

/** A jar of the lab: where Maven finds it, and what it must be. */
export interface Artifact {
  /** `group:artifact:version`. */
  readonly coordinate: string
  readonly group: string
  readonly artifact: string
  readonly version: string
  /** SHA-256 of the jar, 64 lower-case hex digits. */
  readonly sha256: string
}

/** Every jar that the lab may use, by coordinate: lab/artifacts.json. Throws Error if that file is damaged. */
export async function readArtifactList(): Promise<ReadonlyMap<string, Artifact>> {
  const parsed: unknown = JSON.parse(await readFile(join(packageRoot, 'lab', 'artifacts.json'), 'utf8'))
  if (typeof parsed !== 'object' || parsed === null) throw new Error('lab/artifacts.json is not an object')
  return new Map(Object.entries(parsed).map(([coordinate, sha256]) => [coordinate, artifactOf(coordinate, sha256)]))
}

function artifactOf(coordinate: string, sha256: unknown): Artifact {
  // Plain names only: they become folders of the cache and text of a Maven project.
  const match = /^([\w.-]+):([\w.-]+):([\w.-]+)$/.exec(coordinate)
  if (match === null || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new Error(`lab/artifacts.json: ${coordinate} is not "group:artifact:version": "sha256"`)
  }
  const [, group = '', artifact = '', version = ''] = match
  return { coordinate, group, artifact, version, sha256 }
}
