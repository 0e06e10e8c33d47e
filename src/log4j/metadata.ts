import type { Product } from '../core/index.ts'
import { productOf, products } from './product.ts'
import type { MetadataSighting } from './specimen.ts'

/** Larger than this is no metadata of ours, in bytes. */
const largest = 1_048_576

/** Coordinates out of `pom.properties` or a manifest, if they are of a product of ours. Never throws. */
export function readMetadata(path: string, bytes: Uint8Array): MetadataSighting | null {
  if (bytes.length > largest) return null
  const text = new TextDecoder().decode(bytes)
  const said = /pom\.properties$/i.test(path) ? ofProperties(text) : ofManifest(text)
  if (said === null || productOf(said.group, said.artifact) === null) return null
  return { path, ...said }
}

type Coordinates = Omit<MetadataSighting, 'path'>

function ofProperties(text: string): Coordinates | null {
  const values = new Map<string, string>()
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, key, value] = /^[ \t]*(groupId|artifactId|version)[ \t]*[=:][ \t]*([\w.+-]{1,200})[ \t]*$/.exec(line) ?? []
    if (key !== undefined && value !== undefined) values.set(key, value)
  }
  const artifact = values.get('artifactId')
  if (artifact === undefined) return null
  return { group: values.get('groupId') ?? null, artifact, version: values.get('version') ?? null }
}

/**
 * A manifest by its titles, wherever they stand: Log4j 1.x has them in a section of its package. Lines go on where the
 * next starts with a blank.
 */
function ofManifest(text: string): Coordinates | null {
  const lines = text.replaceAll(/\r\n?/g, '\n').replaceAll('\n ', '')
  const read = (name: string): string | null =>
    new RegExp(`^${name}:[ \\t]*([^\\n;]{1,200})`, 'im').exec(lines)?.[1]?.trim() ?? null
  for (const title of [read('Implementation-Title'), read('Bundle-Name'), read('Bundle-SymbolicName')]) {
    const artifact = title === null ? undefined : titles.get(title.toLowerCase())
    if (artifact === undefined) continue
    const version = read('Implementation-Version') ?? read('Bundle-Version')
    return { group: products[artifact].group, artifact, version }
  }
  return null
}

const titles: ReadonlyMap<string, Product> = new Map([
  ['apache log4j core', 'log4j-core'],
  ['log4j core', 'log4j-core'],
  ['org.apache.logging.log4j.core', 'log4j-core'],
  ['apache log4j api', 'log4j-api'],
  ['log4j api', 'log4j-api'],
  ['org.apache.logging.log4j.api', 'log4j-api'],
  ['apache log4j 1.x compatibility api', 'log4j-1.2-api'],
  ['org.apache.logging.log4j.1.2-api', 'log4j-1.2-api'],
  ['apache log4j layout for json template', 'log4j-layout-template-json'],
  ['log4j', 'log4j'],
  ['apache log4j', 'log4j'],
  ['reload4j', 'reload4j'],
  ['logback core module', 'logback-core'],
  ['ch.qos.logback.core', 'logback-core'],
  ['logback classic module', 'logback-classic'],
  ['ch.qos.logback.classic', 'logback-classic'],
])
