import { roles } from './roles/index.ts'

/** Base names, without `.class`, of classes that are read wherever they lie: releases call the classes of our roles so. */
export const decisiveNames: ReadonlySet<string> = new Set(
  roles.flatMap(({ called }) => called.map((name) => name.slice(name.lastIndexOf('/') + 1))),
)

/**
 * What the name of an entry promises: Maven metadata or a manifest to read, a configuration to read, or a hint that
 * Log4j is here, under whatever names, so that every class of the archive is worth a look. Cheap: it is asked for every
 * entry of every archive.
 */
export function interestIn(name: string): 'metadata' | 'configuration' | 'hint' | null {
  const last = name.charCodeAt(name.length - 1) | 0x20
  // The last letters of all names below: pom.properties, MANIFEST.MF, .xml, .json, .yaml, .yml, .dat, .dtd, .xsd.
  if (last !== 0x73 && last !== 0x66 && last !== 0x6c && last !== 0x6e && last !== 0x74 && last !== 0x64) return null
  const slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'))
  const base = name.slice(slash + 1).toLowerCase()
  if (base === 'pom.properties') return metadataPath.test(name) ? 'metadata' : null
  if (base === 'manifest.mf') return 'metadata'
  if (hints.test(base)) return 'hint'
  return configurations.test(base) ? 'configuration' : null
}

/** A copy of the metadata may lie anywhere; only that of our products is worth reading. */
const metadataPath = /(?:^|[/\\])pom\.properties$/i

/** Files that only Log4j's own jars bring. */
const hints =
  /^(?:log4j2plugins\.dat|log4j-(?:config|events|levels)\.(?:xsd|dtd)|log4j-provider\.properties|log4j\.dtd)$/

const configurations =
  /^(?:log4j2?(?:-[\w.-]{1,60})?\.(?:xml|json|jsn|yaml|yml|properties)|log4j2\.(?:component|system)\.properties|logback(?:-[\w.-]{1,60})?\.xml|application(?:-[\w.-]{1,60})?\.(?:properties|ya?ml)|bootstrap\.(?:properties|ya?ml))$/
