import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder } from './make-folder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fireline-make-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a folder is made with those around it, each for its owner only', () => {
  makeFolder(join(folder, 'a', 'b', 'c'), 0o700)

  for (const made of ['a', 'a/b', 'a/b/c']) expect(statSync(join(folder, made)).mode & 0o777).toBe(0o700)
})

test('one that is there stays as it is', () => {
  makeFolder(join(folder, 'a'), 0o755)
  makeFolder(join(folder, 'a'), 0o700)

  expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o755)
})

test.each([
  ['it', 'file', /EEXIST/],
  ['one around it', 'file/a/b', /ENOTDIR/],
])('where a file is in the place of %s it says so', (_what, name, why) => {
  writeFileSync(join(folder, 'file'), '')

  expect(() => makeFolder(join(folder, name), 0o700)).toThrow(why)
})

test.runIf(existsSync('/proc/self'))('below /proc it ends, and says that it cannot be', () => {
  expect(() => makeFolder('/proc/fireline/backups', 0o700)).toThrow(/ENOENT.*'\/proc\/fireline'/)
})
