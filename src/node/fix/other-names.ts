import { type Dirent, lstatSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Original } from './original.ts'

/** A tree with more than this is not searched to its end: then some names are not known. */
const mostEntries = 5_000_000

/**
 * The other names (hard links) of a file below folders, absolute and without those that a link leads to. Only what was
 * named is searched: what lies elsewhere is not to be changed.
 */
export function otherNames({ dev, ino, path }: Original, roots: readonly string[]): readonly string[] {
  const found = new Set<string>()
  const waiting = roots.flatMap(realFolder)
  let seen = 0
  for (let folder = waiting.pop(); folder !== undefined && seen < mostEntries; folder = waiting.pop()) {
    for (const entry of listed(folder)) {
      seen++
      const at = join(folder, entry.name)
      if (entry.isDirectory()) waiting.push(at)
      else if (entry.isFile() && at !== path && isFile(at, dev, ino)) found.add(at)
    }
  }
  return [...found].sort()
}

function realFolder(root: string): readonly string[] {
  try {
    const path = realpathSync(root)
    return lstatSync(path).isDirectory() ? [path] : []
  } catch {
    // A pattern, or something that is gone: no names are known there.
    return []
  }
}

/** What cannot be listed was told as a gap by the scan. */
function listed(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function isFile(path: string, dev: bigint, ino: bigint): boolean {
  try {
    const stat = lstatSync(path, { bigint: true })
    return stat.dev === dev && stat.ino === ino
  } catch {
    return false
  }
}
