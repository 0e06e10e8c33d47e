import { readFile } from 'node:fs/promises'
import { fetchArtifacts } from '../../src/node/index.ts'

/** Released jars of Log4j Core, brought by Maven and checked: a vulnerable one, and two that are less so. */
export const jarNames = ['2.14.1', '2.17.1', '2.26.1'] as const
export type JarName = (typeof jarNames)[number]

export async function log4jCore(release: JarName): Promise<Buffer> {
  const coordinate = `org.apache.logging.log4j:log4j-core:${release}`
  return readFile((await fetchArtifacts([coordinate])).get(coordinate) ?? '')
}
