import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { problem } from '../../core/index.ts'
import { type Artifact, fileNameOf } from './artifact-list.ts'
import { runTool } from './run-tool.ts'
import { findMaven, labNoMaven } from './toolchain.ts'

export const labMavenFailed = problem('LAB_MAVEN_FAILED', (what: string, said: string) => ({
  message: `Maven did not bring ${what}. It said:\n${said}`,
  hint: 'Check the network, proxies and mirrors in ~/.m2/settings.xml; offline, fetch them once elsewhere and set FIRELINE_LAB_DIR to a copy of that folder.',
}))

/** The goal that copies artifacts without a project that depends on them; pinned, so that every machine runs the same. */
const copyGoal = { artifact: 'maven-dependency-plugin', version: '3.6.1' }

/** All jars of the lab take 20 s on a bare machine; a slow network may take ten times as long. */
const mavenTimeoutMs = 300_000

export interface MavenOptions {
  /** Default: the `mvn` on the path. */
  readonly maven?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Brings jars with one run of the operator's own Maven, settings untouched, into a new folder below `directory`, and
 * gives `take` each jar's path there. The folder is removed afterwards. The jars are not verified yet.
 */
export async function bringByMaven(
  artifacts: readonly Artifact[],
  directory: string,
  take: (artifact: Artifact, path: string) => Promise<void>,
  { maven = findMaven() ?? undefined, signal }: MavenOptions,
): Promise<void> {
  if (maven === undefined) throw labNoMaven()
  const folder = await mkdtemp(join(directory, 'maven-'))
  try {
    const pom = join(folder, 'pom.xml')
    await writeFile(pom, projectOf(artifacts, folder))
    await mkdir(join(folder, 'jars'))
    const goal = `org.apache.maven.plugins:${copyGoal.artifact}:${copyGoal.version}:copy`
    const run = await runTool(maven, ['-B', '-q', '-Dstyle.color=never', '-f', pom, goal], {
      timeoutMs: mavenTimeoutMs,
      cwd: folder,
      signal,
    })
    if (run.exitCode !== 0) throw labMavenFailed(inWords(artifacts), whatItSaid(run.tail, run.timedOut))
    for (const artifact of artifacts) await take(artifact, jarIn(folder, artifact))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** `log4j-api 2.14.1, log4j-core 2.14.1`, or the number of jars if there are many. */
export function inWords(artifacts: readonly Artifact[]): string {
  if (artifacts.length > 4) return `${artifacts.length} jars`
  return artifacts.map(({ artifact, version }) => `${artifact} ${version}`).join(', ')
}

function jarIn(folder: string, artifact: Artifact): string {
  return join(folder, 'jars', artifact.version, fileNameOf(artifact))
}

/** A project of nothing but artifact items: unlike dependencies, they may name one artifact in many versions. */
function projectOf(artifacts: readonly Artifact[], folder: string): string {
  const items = artifacts.map(
    ({ group, artifact, version, classifier }) => `<artifactItem>
      <groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>
      ${classifier === '' ? '' : `<classifier>${classifier}</classifier>`}
      <outputDirectory>${asXmlText(join(folder, 'jars', version))}</outputDirectory>
    </artifactItem>`,
  )
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>fireline</groupId><artifactId>lab</artifactId><version>1</version><packaging>pom</packaging>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId><artifactId>${copyGoal.artifact}</artifactId><version>${copyGoal.version}</version>
    <configuration><artifactItems>${items.join('\n')}</artifactItems></configuration>
  </plugin></plugins></build>
</project>
`
}

function asXmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** Maven's first errors name the artifact; what follows is advice on its own options. */
function whatItSaid(tail: string, timedOut: boolean): string {
  if (timedOut) return `  nothing for ${mavenTimeoutMs / 1_000} s; it was stopped`
  const lines = withoutColour(tail).split('\n')
  const errors = lines.flatMap(
    (line) => /^\[(?:ERROR|FATAL)\] (?!To see|Re-run|For more|\[Help)(.+)$/.exec(line)?.[1] ?? [],
  )
  return (errors.length > 0 ? errors.slice(0, 3) : lines.filter((line) => line !== '').slice(-5))
    .map((line) => `  ${line.trim().slice(0, 500)}`)
    .join('\n')
}

/** Maven 3 writes resets (ECMA-48 SGR) even when told to use no colour. */
function withoutColour(text: string): string {
  return text.replaceAll(/\u001b\[[\d;]*m/g, '')
}
