import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageRoot } from './package-root.ts'

/**
 * A stack trace in which each place of a bundled file is the place in the sources that it came from. Source maps are
 * read only now, since Node would read them at every start. A place that has no map stays as it is.
 */
export function readableStack(stack: string): string {
  const maps = new Map<string, SourceMap | null>()
  return stack
    .split('\n')
    .map((line) => (/^ +at /.test(line) ? line.replace(/file:\/\/[^\s()]+/, (place) => original(place, maps)) : line))
    .join('\n')
}

function original(place: string, maps: Map<string, SourceMap | null>): string {
  const [, url = '', line = '', column = ''] = /^(.*):(\d+):(\d+)$/.exec(place) ?? []
  if (!url.endsWith('.js')) return place
  const map = maps.get(url) ?? readMap(url)
  maps.set(url, map)
  const origin = map?.findOrigin(Number(line), Number(column))
  if (origin === undefined || !('fileName' in origin)) return place
  return `${join(packageRoot, 'dist/bundle', origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}`
}

function readMap(url: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')) as SourceMap['payload']) // ours
  } catch {
    return null
  }
}
