import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
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

const jndiLookup = 'org/apache/logging/log4j/core/lookup/JndiLookup.class'

/** Classes in a folder, each with the same content as, and another name of, those of the folder before. */
function exploded(...folders: readonly string[]): readonly string[] {
  for (const [name, content] of Object.entries(vulnerableClasses)) {
    const [first = '', ...others] = folders.map((folder) => join(folder, name))
    for (const path of [first, ...others]) mkdirSync(dirname(path), { recursive: true })
    writeFileSync(first, content)
    for (const path of others) linkSync(first, path)
  }
  return folders.map((folder) => join(folder, jndiLookup))
}

test('classes of folders that share their files are taken out of each, and come back to each', async () => {
  rmSync(app, { recursive: true })
  const [one = '', two = ''] = exploded(join(app, 'one'), join(app, 'two'))

  const { code, stdout } = await fix('--yes', app)
  expect(code, stdout).toBe(0)
  expect([one, two].map((path) => existsSync(path))).toEqual([false, false])

  const undone = await fix('--undo', manifest.exec(stdout)?.[0] ?? '')
  expect(undone.code, undone.stdout).toBe(0)
  for (const path of [one, two])
    expect(readFileSync(path).equals(Buffer.from(vulnerableClasses[jndiLookup] ?? []))).toBe(true)
})

test('a class that a folder elsewhere has too is left alone, and with --break-links it stays there alone', async () => {
  rmSync(app, { recursive: true })
  const [here = '', there = ''] = exploded(join(app, 'one'), join(home, 'elsewhere', 'two'))

  const refused = await fix('--yes', app)
  expect(refused.code).toBe(1)
  expect(refused.stdout).toContain('--break-links')
  expect(existsSync(here)).toBe(true)

  const { stdout } = await fix('--yes', '--break-links', app)
  expect(stdout).toContain('1 other name (hard link) keeps the old content')
  expect([here, there].map((path) => existsSync(path))).toEqual([false, true])
})
