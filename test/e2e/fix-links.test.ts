import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { vulnerableClasses } from '../kit/archives/vulnerable-jar.ts'
import { zipOf } from '../kit/archives/zip.ts'
import { type Ended, fireline } from '../kit/fireline.ts'

const home = mkdtempSync(join(tmpdir(), 'fireline-links-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const app = join(home, 'app')
const jar = join(app, 'core.jar')
const elsewhere = join(home, 'elsewhere', 'core.jar')
const manifest = /\S+manifest\S*/
const old = zipOf(Object.entries(vulnerableClasses).map(([name, content]) => ({ name, content })))

beforeEach(() => {
  for (const folder of ['app', 'elsewhere', 'state']) {
    rmSync(join(home, folder), { recursive: true, force: true })
    mkdirSync(join(home, folder))
  }
  writeFileSync(jar, old)
  linkSync(jar, elsewhere)
})

const fix = (...args: readonly string[]): Promise<Ended> =>
  fireline(['fix', '--workers', '1', ...args], { env: { XDG_STATE_HOME: join(home, 'state') } })

test('a file that has a name elsewhere too is left alone, and says what to do', async () => {
  const { code, stdout } = await fix('--yes', app)

  expect(code).toBe(1)
  expect(stdout).toContain('--break-links')
  expect(readFileSync(jar).equals(old)).toBe(true)
})

test('with --break-links the name that was found is fixed, the other is told to keep what it had, and undo works', async () => {
  const { code, stdout } = await fix('--yes', '--break-links', app)

  expect(code).toBe(1)
  expect(stdout).toContain('1 other name (hard link) keeps the old content')
  expect(readFileSync(jar).equals(old)).toBe(false)
  expect(readFileSync(elsewhere).equals(old)).toBe(true)
  expect(statSync(elsewhere).nlink).toBe(1)

  const undone = await fix('--undo', manifest.exec(stdout)?.[0] ?? '')
  expect(undone.code, undone.stderr).toBe(0)
  expect(readFileSync(jar).equals(old)).toBe(true)
})
