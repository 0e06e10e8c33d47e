import { pathToFileURL } from 'node:url'
import { packageRoot } from './package-root.ts'

/** What starts: the command, and the threads of two of its verbs. `tools/bundle.mjs` makes a file of each. */
export type EntryName = 'fireline' | 'scan-worker' | 'hunt-worker'

/**
 * The file of it that is to be run, from wherever this is loaded: Node runs no TypeScript in a thread, and modules
 * one by one start several times as slowly.
 */
export function entryFile(name: EntryName): URL {
  return new URL(`dist/bundle/${name}.js`, pathToFileURL(packageRoot))
}
