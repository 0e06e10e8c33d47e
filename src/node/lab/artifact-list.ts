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
  /** `group:artifact:version`, or `group:artifact:version:classifier`. */
  readonly coordinate: string
  readonly group: string
  readonly artifact: string
  readonly version: string
  /** `sources`, `javadoc`; empty for the main jar. */
  readonly classifier: string
  /** SHA-256 of the jar, 64 lower-case hex digits. */
  readonly sha256: string
  /** Whether services of the lab may run it; the others are only read. */
  readonly runs: boolean
}

/**
 * Every jar that the lab may use, by coordinate: those of lab/artifacts.json, which its services run, and those of
 * lab/specimens.json, which are only read, and those of lab/corpus.json, of which hard cases are made, and those of
 * lab/kafka.json, a broker that tests read from. Throws Error if one of them is damaged.
 */
export async function readArtifactList(): Promise<ReadonlyMap<string, Artifact>> {
  const read = await Promise.all(['kafka.json', 'corpus.json', 'specimens.json'].map((name) => listOf(name, false)))
  const artifacts = [...read.flat(), ...(await listOf('artifacts.json', true))]
  return new Map(artifacts.map((artifact) => [artifact.coordinate, artifact]))
}

async function listOf(name: string, runs: boolean): Promise<readonly Artifact[]> {
  const parsed: unknown = JSON.parse(await readFile(join(packageRoot, 'lab', name), 'utf8'))
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`lab/${name} is not an object`)
  return Object.entries(parsed).map(([coordinate, sha256]) => artifactOf(coordinate, sha256, runs))
}

function artifactOf(coordinate: string, sha256: unknown, runs: boolean): Artifact {
  // Plain names only: they become folders of the cache and text of a Maven project.
  const match = /^([\w.-]+):([\w.-]+):([\w.-]+)(?::([\w.-]+))?$/.exec(coordinate)
  if (match === null || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new Error(`the lab's list of jars: ${coordinate} is not "group:artifact:version[:classifier]": "sha256"`)
  }
  const [, group = '', artifact = '', version = '', classifier = ''] = match
  return { coordinate, group, artifact, version, classifier, sha256, runs }
}

/** What Maven calls its file: `log4j-core-2.14.1-sources.jar`. */
export function fileNameOf({ artifact, version, classifier }: Artifact): string {
  return `${artifact}-${version}${classifier === '' ? '' : `-${classifier}`}.jar`
}
