import { createReadStream, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { problem } from '../../core/index.ts'
import { gapOf } from '../../scan/index.ts'
import { systemGap } from '../scan/open-file.ts'
import type { LogRoot } from './walk.ts'

export const huntNothingThere = problem('HUNT_NOTHING_THERE', (path: string, why: string) => ({
  message: `${path} cannot be read: ${why}`,
  hint: 'Check the path; for a name that begins with a dash put ./ before it, and put globs in quotes.',
}))

/** A log that comes as a stream: standard input, a named pipe. Adding a kind of stream is a case in {@link rootsOf}. */
export interface LogStream {
  readonly shown: string
  readonly pieces: AsyncIterable<Uint8Array>
}

export interface Roots {
  readonly roots: readonly LogRoot[]
  readonly streams: readonly LogStream[]
}

/** What the words of an operator stand for. Throws HUNT_NOTHING_THERE. */
export function rootsOf(words: readonly string[], input: AsyncIterable<Uint8Array> | undefined): Roots {
  const roots: LogRoot[] = []
  const streams: LogStream[] = []
  for (const word of words) {
    const found = word === '-' && input !== undefined ? { shown: '-', pieces: input } : rootOf(word)
    if ('pieces' in found) streams.push(found)
    else roots.push(found)
  }
  return { roots, streams }
}

function rootOf(word: string): LogRoot | LogStream {
  const path = resolve(word)
  try {
    const stat = statSync(path)
    if (stat.isDirectory()) return { kind: 'folder', path, shown: word, only: null }
    if (stat.isFile()) return { kind: 'file', path, shown: word, only: null }
    if (stat.isFIFO() || stat.isCharacterDevice()) return { shown: word, pieces: createReadStream(path) }
  } catch (error) {
    const glob = globOf(word)
    if (glob !== null) return glob
    throw huntNothingThere(word, gapOf(systemGap(error)).detail)
  }
  throw huntNothingThere(word, 'it is neither a file nor a folder')
}

/** A glob that no shell resolved: its folder, and what is to match below it. `null` if it is none, or its folder is none. */
function globOf(word: string): LogRoot | null {
  const parts = word.split('/')
  const first = parts.findIndex((part) => /[*?[]/.test(part))
  if (first < 0) return null
  const shown = parts.slice(0, first).join('/')
  const folder = shown === '' ? (word.startsWith('/') ? '/' : '.') : shown
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return null
  return { kind: 'folder', path: resolve(folder), shown: folder, only: `/${parts.slice(first).join('/')}` }
}
