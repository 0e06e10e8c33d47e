import { type Dirent, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ArchiveGap } from '../../archive/index.ts'
import type { Gap } from '../../core/index.ts'
import { gapOf } from '../../scan/index.ts'
import { systemGap } from './open-file.ts'

const special = /[*?[{]/

/** Whether it is a pattern rather than the name of something that is there. */
export function isGlob(path: string): boolean {
  return special.test(path) && !existsSync(path)
}

/**
 * Files and folders that a pattern names, in order of their names: `*` and `?` within a name, `[a-z]`, `{war,ear}`,
 * `**` for any number of folders. Shells do this too, where there is one and it is let. Names that begin with a dot are
 * matched as others are; links to folders are not gone through. A folder that cannot be listed is a gap.
 */
export function expandGlob(pattern: string, tell: (gap: Gap) => void): readonly string[] {
  const parts = pattern.split('/').filter((part, i) => part !== '' || i === 0)
  const fixed = parts.findIndex((part) => special.test(part))
  const start = parts.slice(0, fixed).join('/')
  const from = start === '' && pattern.startsWith('/') ? '/' : start
  return [...new Set(matches(from, parts.slice(fixed), tell))]
}

function* matches(
  folder: string,
  [part, ...rest]: readonly string[],
  tell: (gap: Gap) => void,
): Generator<string, void, undefined> {
  if (part === undefined) return
  if (part === '**') {
    yield* matches(folder, rest.length === 0 ? ['*'] : rest, tell)
    for (const entry of listed(folder, tell))
      if (entry.isDirectory()) yield* matches(joined(folder, entry.name), [part, ...rest], tell)
  } else if (special.test(part)) {
    const fits = patternOf(part)
    const names = listed(folder, tell).flatMap(({ name }) => (fits.test(name) ? [joined(folder, name)] : []))
    for (const path of names) yield* rest.length === 0 ? [path] : matches(path, rest, tell)
  } else {
    const path = joined(folder, part)
    if (rest.length > 0) yield* matches(path, rest, tell)
    else if (existsSync(path)) yield path
  }
}

function listed(folder: string, tell: (gap: Gap) => void): readonly Dirent[] {
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    const gap = systemGap(error)
    // A file where the pattern wants a folder, or nothing at all, just does not match.
    if (gap instanceof ArchiveGap && gap.because !== 'vanished') tell({ at: folder, ...gapOf(gap) })
    return []
  }
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : join(folder, name)
}

/** Of one name. */
function patternOf(part: string): RegExp {
  let source = ''
  let open = 0
  for (const [token] of part.matchAll(/\[!?\]?[^\]]*\]|[^]/gu)) {
    if (token === '*') source += '.*'
    else if (token === '?') source += '.'
    else if (token.length > 2 && token.startsWith('[')) source += classOf(token.slice(1, -1))
    else if (token === '{') {
      open++
      source += '(?:'
    } else if (token === '}' && open > 0) {
      open--
      source += ')'
    } else source += token === ',' && open > 0 ? '|' : escaped(token)
  }
  return new RegExp(`^${source}${')'.repeat(open)}$`, 'su')
}

/** `[a-z]`, `[!a-z]`; with bounds in the wrong order it stands for nothing. */
function classOf(characters: string): string {
  const not = /^[!^]/.test(characters)
  const kept = (not ? characters.slice(1) : characters).replace(/[\\\]^[]/g, '\\$&')
  const made = `[${not ? '^' : ''}${kept}]`
  try {
    new RegExp(made, 'u')
    return made
  } catch {
    return '(?!)'
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
