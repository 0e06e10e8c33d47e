import {
  type Band,
  bandOf,
  compareLog4jVersions,
  type Log4jVersion,
  problem,
  readLog4jVersion,
} from '../../core/index.ts'
import { readArtifactList } from './artifact-list.ts'

export const labUnknownRelease = problem('LAB_UNKNOWN_RELEASE', (asked: string, known: readonly string[]) => ({
  message: `the lab has no Log4j ${asked}`,
  hint: `Choose one of ${known.join(', ')}.`,
}))

const group = 'org.apache.logging.log4j'

/** A Log4j release of the lab. */
export interface LabRelease {
  readonly version: Log4jVersion
  readonly band: Band
  /** log4j-api and log4j-core, as coordinates of lab/artifacts.json. */
  readonly artifacts: readonly [api: string, core: string]
}

/** Every Log4j release of the lab, oldest first. */
export async function labReleases(): Promise<readonly LabRelease[]> {
  const releases: LabRelease[] = []
  for (const { artifact, version: text, runs } of (await readArtifactList()).values()) {
    if (artifact !== 'log4j-core' || !runs) continue
    const version = readLog4jVersion(text)
    const band = version === null ? null : bandOf(version)
    if (version === null || band === null) throw new Error(`lab/artifacts.json: log4j-core ${text} has no band`)
    releases.push({ version, band, artifacts: [`${group}:log4j-api:${text}`, `${group}:log4j-core:${text}`] })
  }
  return releases.sort((a, b) => compareLog4jVersions(a.version, b.version))
}

/** The release written `text`. Throws a Problem that lists the known ones. */
export async function labRelease(text: string): Promise<LabRelease> {
  const releases = await labReleases()
  const found = releases.find(({ version }) => version.text === text)
  if (found === undefined)
    throw labUnknownRelease(
      text,
      releases.map(({ version }) => version.text),
    )
  return found
}
