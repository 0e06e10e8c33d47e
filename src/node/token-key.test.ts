import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findTokenKey, readTokenKey } from './token-key.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-key-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a key that is not there is not made where one is only looked for', async () => {
  const env = { XDG_CONFIG_HOME: join(folder, 'empty') }

  expect(await findTokenKey(null, env)).toBeNull()
  expect(await findTokenKey(null, env)).toBeNull()
})

test('a key that was made is found again', async () => {
  const env = { XDG_CONFIG_HOME: join(folder, 'made') }

  expect(await findTokenKey(null, env)).toBeNull()
  const key = await readTokenKey(null, env)
  expect(await findTokenKey(null, env)).toEqual(key)
})

test('a place that cannot be read has no key, unless it was named: then that is a problem', async () => {
  // A folder in place of the file: no user can read that, root included.
  expect(await findTokenKey(null, { XDG_CONFIG_HOME: join(folder, 'made', 'fireline', 'token.key') })).toBeNull()
  await expect(findTokenKey(folder, {})).rejects.toMatchObject({ code: 'TOKEN_KEY_UNUSABLE' })
})
