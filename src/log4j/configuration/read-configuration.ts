import type { ConfigurationSighting } from '../specimen.ts'
import type { Dialect } from './setting.ts'
import { settings } from './settings.ts'

/** Larger than this, in bytes, is no configuration that a person wrote. */
const largest = 1_048_576
/** In characters. */
const longestLine = 4_000
const longestText = 200
/** Per file. */
const mostSightings = 100

/** What in a configuration bears on a flaw, line by line. `path` tells whose it is and in which format. Never throws. */
export function readConfiguration(path: string, bytes: Uint8Array): readonly ConfigurationSighting[] {
  const dialect = dialectOf(path)
  if (dialect === null || bytes.length > largest) return []
  const lines = withoutComments(new TextDecoder().decode(bytes), path).split(/\r\n|\r|\n/)
  const relevant = settings.filter(({ dialects }) => dialects.includes(dialect))
  const sightings: ConfigurationSighting[] = []
  for (const [index, whole] of lines.entries()) {
    const line = whole.slice(0, longestLine)
    for (const setting of relevant) {
      if (!setting.line.test(line)) continue
      sightings.push({ path, line: index + 1, setting: setting.id, text: line.trim().slice(0, longestText) })
      if (sightings.length === mostSightings) return sightings
    }
  }
  return sightings
}

function dialectOf(path: string): Dialect | null {
  const name = path
    .slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'), path.lastIndexOf('!')) + 1)
    .toLowerCase()
  if (name.startsWith('log4j2')) return 'log4j2'
  if (name.startsWith('log4j')) return 'log4j1'
  if (name.startsWith('logback')) return 'logback'
  return /^(?:application|bootstrap)\b/.test(name) ? 'spring' : null
}

/** The same lines, with blanks for what is commented out. */
function withoutComments(text: string, path: string): string {
  if (!/\.xml$/i.test(path)) return text.replaceAll(/^[ \t]*[#!][^\r\n]*/gm, '')
  let plain = ''
  for (let at = 0; at < text.length; ) {
    const start = text.indexOf('<!--', at)
    if (start === -1) return plain + text.slice(at)
    const end = text.indexOf('-->', start + 4)
    plain += text.slice(at, start)
    if (end === -1) return plain
    plain += text.slice(start, end + 3).replaceAll(/[^\r\n]/g, ' ')
    at = end + 3
  }
  return plain
}
