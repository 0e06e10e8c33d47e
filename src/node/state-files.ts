import { appendFileSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { problem } from '../core/index.ts'
import { makeFolder } from './make-folder.ts'
import { userFolder } from './user-folder.ts'

export const fileUnusable = problem('FILE_UNUSABLE', (path: string, why: string) => ({
  message: `the file ${path} cannot be used: ${why}`,
  hint: 'Check its name, and that you may read or write it.',
}))

type Environment = Readonly<Record<string, string | undefined>>

/** Where something of ours lies in the user's state folder; nothing is made. */
export function statePath(env: Environment, ...names: readonly string[]): string {
  return join(userFolder(env, 'XDG_STATE_HOME'), 'fireline', ...names)
}

/** A file of ours in the user's state folder (XDG Base Directory Specification), whose folder is made. */
export function stateFile(env: Environment, ...names: readonly string[]): string {
  const path = statePath(env, ...names)
  try {
    makeFolder(dirname(path), 0o700)
  } catch (error) {
    throw fileUnusable(dirname(path), messageOf(error))
  }
  return path
}

/** Appends a line to an audit log at once: who asked what of whom must be on disk before it is asked. */
export function appendAudit(path: string, line: string): void {
  try {
    appendFileSync(path, `${line}\n`, { mode: 0o600 })
  } catch (error) {
    throw fileUnusable(path, messageOf(error))
  }
}

/** A whole file that the operator named, as text. Throws FILE_UNUSABLE. */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw fileUnusable(path, messageOf(error))
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** What a JSON file holds. Throws FILE_UNUSABLE. */
export async function readJsonFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw fileUnusable(path, messageOf(error))
  }
}
