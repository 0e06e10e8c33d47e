import { realpathSync, type Stats, statSync } from 'node:fs'
import { Refusal } from '../../fix/index.ts'

/** What a finding's path begins with. */
export interface Located {
  /** Absolute, links followed. */
  readonly path: string
  /** As it was found. */
  readonly shown: string
  readonly kind: 'file' | 'folder'
}

/**
 * Takes the file, or the folder of classes, out of a finding's path. An exclamation mark may be part of a name, so what
 * is there decides. Throws Refusal `unreachable`.
 */
export function locate(place: string): Located {
  const ends = [...place.matchAll(/!/g)].map(({ index }) => index)
  for (const end of [...ends, place.length]) {
    const shown = place.slice(0, end)
    // Classes below the folder that the scan began in have no folder in their place.
    const name = shown === '' ? '.' : shown
    const stat = statOf(name)
    if (stat === null) continue
    const path = realpathSync(name)
    if (stat.isFile()) return { path, shown, kind: 'file' }
    if (stat.isDirectory() && end === place.length) return { path, shown, kind: 'folder' }
  }
  if (/\\x[0-9a-f]{2}/.test(place)) {
    throw new Refusal('unreachable', 'its name is not UTF-8: rename it, or fix a copy and put that in its place')
  }
  throw new Refusal('unreachable', 'there is no such path: it may have come through a pipe')
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}
