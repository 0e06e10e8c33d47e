import type { ConfigurationSighting } from '../specimen.ts'
import type { Entry, EntryReader } from './entry.ts'
import { jsonEntries } from './formats/json.ts'
import { propertiesEntries } from './formats/properties.ts'
import { xmlEntries } from './formats/xml.ts'
import { yamlEntries } from './formats/yaml.ts'
import type { Dialect } from './setting.ts'
import { settings } from './settings.ts'

/** Larger than this, in bytes, is no configuration that a person wrote. */
const largest = 1_048_576
const longestText = 200
/** Per file. */
const mostSightings = 100
const mostEntries = 200_000

/** What in a configuration bears on a flaw. `path` tells whose it is and in which format. Never throws. */
export function readConfiguration(path: string, bytes: Uint8Array): readonly ConfigurationSighting[] {
  const name = baseNameOf(path)
  const dialect = dialectOf(name)
  const reader = readerOf(name)
  if (dialect === null || reader === null || bytes.length > largest) return []
  const text = new TextDecoder().decode(bytes)
  const relevant = settings.filter(({ dialects }) => dialects.includes(dialect))
  const lines = text.split(/\r\n|\r|\n/)
  const sightings = new Map<string, ConfigurationSighting>()
  let left = mostEntries
  for (const entry of reader(text)) {
    for (const { id } of relevant.filter((setting) => setting.isIn(entry))) {
      const shown = (lines[entry.line - 1] ?? '').trim().slice(0, longestText)
      sightings.set(`${entry.line} ${id}`, { path, line: entry.line, setting: id, text: shown })
    }
    left -= 1
    if (left === 0 || sightings.size >= mostSightings) break
  }
  return [...sightings.values()].slice(0, mostSightings)
}

function baseNameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'), path.lastIndexOf('!')) + 1).toLowerCase()
}

function dialectOf(name: string): Dialect | null {
  if (/^log4j2?\.(?:component|system)\.properties$/.test(name)) return 'system-properties'
  if (name.startsWith('log4j2')) return 'log4j2'
  if (name.startsWith('log4j')) return 'log4j1'
  if (name.startsWith('logback')) return 'logback'
  return /^(?:application|bootstrap)\b/.test(name) ? 'spring' : null
}

const readers: Readonly<Record<string, EntryReader>> = {
  xml: xmlEntries,
  json: jsonEntries,
  jsn: jsonEntries,
  yaml: yamlEntries,
  yml: yamlEntries,
  properties: propertiesEntries,
}

function readerOf(name: string): ((text: string) => Iterable<Entry>) | null {
  return readers[name.slice(name.lastIndexOf('.') + 1)] ?? null
}
