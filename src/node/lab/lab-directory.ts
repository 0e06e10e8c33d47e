import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { packageRoot } from '../package-root.ts'

/**
 * Where jars and compiled services are kept: `FIRELINE_LAB_DIR`, else `.lab` beside package.json if that folder can
 * be written (a checkout), else `fireline/lab` in the user's cache (XDG Base Directory Specification).
 * The folder exists when this returns.
 */
export function labDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const directory = chosen(env)
  mkdirSync(directory, { recursive: true })
  return directory
}

function chosen(env: NodeJS.ProcessEnv): string {
  const asked = env['FIRELINE_LAB_DIR']
  if (asked !== undefined && asked !== '') return resolve(asked)
  if (isWritable(packageRoot)) return join(packageRoot, '.lab')
  const cache = env['XDG_CACHE_HOME']
  return join(cache !== undefined && cache !== '' ? cache : join(homedir(), '.cache'), 'fireline', 'lab')
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK)
    return true
  } catch {
    return false // the question was whether; the cause does not matter
  }
}
