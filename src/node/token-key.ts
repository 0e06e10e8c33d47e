import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { problem } from '../core/index.ts'
import { makeFolder } from './make-folder.ts'
import { userFolder } from './user-folder.ts'

export const tokenKeyUnusable = problem('TOKEN_KEY_UNUSABLE', (where: string, why: string) => ({
  message: `the token key in ${where} cannot be used: ${why}`,
  hint: 'Give 32 to 128 hexadecimal digits, or delete the file to have a new key made.',
}))

/**
 * The key that seals tokens: from `path`, otherwise from the environment's FIRELINE_KEY, otherwise from the user's
 * configuration folder, where one is made at first use. `probe` and `catch` need the same one.
 */
export async function readTokenKey(
  path: string | null,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Uint8Array> {
  return (await findTokenKey(path, env)) ?? (await make(fileOf(path, env)))
}

/**
 * The same key if there is one already that this user may read; `null` if not, and none is made. Throws TOKEN_KEY_UNUSABLE
 * for a file that was named and cannot be read.
 */
export async function findTokenKey(
  path: string | null,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Uint8Array | null> {
  const fromEnv = env['FIRELINE_KEY']
  if (path === null && fromEnv !== undefined) return parse(fromEnv, 'FIRELINE_KEY')
  const file = fileOf(path, env)
  try {
    return parse(await readFile(file, 'utf8'), file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (path !== null && error.code !== 'ENOENT') throw tokenKeyUnusable(file, error.message)
    return null
  }
}

function fileOf(path: string | null, env: Readonly<Record<string, string | undefined>>): string {
  return path ?? join(userFolder(env, 'XDG_CONFIG_HOME'), 'fireline', 'token.key')
}

async function make(file: string): Promise<Uint8Array> {
  const key = randomBytes(32)
  try {
    makeFolder(dirname(file), 0o700)
    await writeFile(file, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
    return key
  } catch (error) {
    // Another process made it at the same moment: theirs counts.
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      return parse(await readFile(file, 'utf8'), file)
    throw tokenKeyUnusable(file, error instanceof Error ? error.message : String(error))
  }
}

function parse(text: string, where: string): Uint8Array {
  const digits = text.trim()
  if (!/^([0-9a-f]{2}){16,64}$/i.test(digits)) throw tokenKeyUnusable(where, 'it is not hexadecimal, or too short')
  return Buffer.from(digits, 'hex')
}
