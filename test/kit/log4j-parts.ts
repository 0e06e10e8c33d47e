import { readFileSync } from 'node:fs'
import { fetchArtifacts } from '../../src/node/index.ts'
import { readZip, type ZipContent } from './archives/read-zip.ts'

/** Where releases have it. */
export const jndiLookupEntry = 'org/apache/logging/log4j/core/lookup/JndiLookup.class'

/**
 * The part of a real log4j-core that says what it is and what it has: its lookups, its naming service, its metadata. A
 * tenth of the whole, so that tests can pack it many times.
 */
export async function log4jParts(version: string): Promise<readonly ZipContent[]> {
  const jar = await log4jJar(version)
  return readZip(readFileSync(jar)).filter(({ name }) =>
    /^META-INF\/(?:MANIFEST|maven)|\/core\/(?:lookup|net)\/[^/]+$|PatternLayout\.class$|DataSourceConnectionSource/.test(
      name,
    ),
  )
}

/** The whole jar of a release, as Maven brought it. */
export async function log4jJar(version: string): Promise<string> {
  const coordinate = `org.apache.logging.log4j:log4j-core:${version}`
  const jars = await fetchArtifacts([coordinate])
  return jars.get(coordinate) ?? ''
}

const ownPackage = 'org/apache/logging/log4j/'
const otherPackage = 'com/acme/x/hidden/logger/'

/** As a relocation leaves it: another package, of the same length, in names and in classes. */
export function relocated(files: readonly ZipContent[]): readonly ZipContent[] {
  return replaced(files, ownPackage, otherPackage)
}

/** As an obfuscator leaves it: the class has another name, of the same length. */
export function withRenamedLookup(files: readonly ZipContent[]): readonly ZipContent[] {
  return replaced(files, '/lookup/JndiLookup', '/lookup/Abcdefghij')
}

function replaced(files: readonly ZipContent[], from: string, to: string): readonly ZipContent[] {
  if (from.length !== to.length) throw new Error('a class file states the lengths of its texts')
  return files.map(({ name, content }) => ({
    name: name.replaceAll(from, to),
    content: Buffer.from(content.toString('latin1').replaceAll(from, to), 'latin1'),
  }))
}
