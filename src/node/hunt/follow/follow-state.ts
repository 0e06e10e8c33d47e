import { readFileSync } from 'node:fs'
import { problem } from '../../../core/index.ts'
import { openOutputFile } from '../../output-file.ts'
import { codeOf } from '../../scan/open-file.ts'
import type { FileIdentity, LogPosition } from './tail.ts'

export const followStateUnusable = problem('FOLLOW_STATE_UNUSABLE', (path: string, flaw: string) => ({
  message: `the state file ${path} cannot be used: ${flaw}`,
  hint: 'Give the file that an earlier run with --follow wrote, or a name that is free.',
}))

/** Where reading of one log goes on. */
export interface FollowedPosition extends FileIdentity, LogPosition {
  readonly path: string
  /** The bytes before the position, in hexadecimal: other bytes there are another log. */
  readonly mark: string
  /** When it was saved, in milliseconds since the epoch. */
  readonly savedAt: number
}

const schema = 'fireline.follow/1'

/** By path; empty if the file is not there. Throws FOLLOW_STATE_UNUSABLE. */
export function readFollowState(path: string): ReadonlyMap<string, FollowedPosition> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return new Map()
    throw followStateUnusable(path, error instanceof Error ? error.message : 'it cannot be read')
  }
  const state = parsed(text)
  if (!isObject(state) || state['schema'] !== schema || !Array.isArray(state['files'])) {
    throw followStateUnusable(path, 'it is no state of ours')
  }
  const files = state['files'] as readonly unknown[] // each is looked at
  if (!files.every(isPosition)) throw followStateUnusable(path, 'a position in it is damaged')
  return new Map(files.map((file) => [file.path, file]))
}

/** Writes it whole or not at all. Throws OUTPUT_UNWRITABLE. */
export async function writeFollowState(path: string, files: readonly FollowedPosition[]): Promise<void> {
  const output = await openOutputFile(path)
  try {
    await output.write(`${JSON.stringify({ schema, files })}\n`)
    await output.finish()
  } catch (error) {
    await output.discard()
    throw error
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown // checked by who asks
  } catch {
    return null
  }
}

function isPosition(value: unknown): value is FollowedPosition {
  if (!isObject(value) || typeof value['path'] !== 'string' || typeof value['mark'] !== 'string') return false
  return ['dev', 'ino', 'offset', 'lines', 'savedAt'].every((name) => {
    const number = value[name]
    return typeof number === 'number' && number >= 0
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
