import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCache, writeCache } from './cache-file.ts'
import { KeyTable, keyBytes, ScanCacheView } from './cache-view.ts'
import type { Unit } from './protocol.ts'

let folder: string
/** Far enough ahead that files made just now count as settled. */
const later = Date.now() + 3_600_000

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fireline-cache-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

function unitAt(path: string): Unit {
  return {
    kind: 'file',
    path,
    shown: path,
    relative: 'a',
    origin: { identity: '', launch: null },
    follow: false,
    share: 0,
    ignores: [],
  }
}

test('a file that held nothing is passed over the next time, until it changes', async () => {
  const path = join(folder, 'a')
  await writeFile(path, 'nothing')
  const first = new ScanCacheView(null, later)
  const unit = unitAt(path)
  expect(first.lookUp(unit)).toBeNull()
  first.nothingIn(unit)

  const second = new ScanCacheView(KeyTable.of(first.take()), later)
  expect(second.lookUp(unit)).toBe(true)
  await utimes(path, 1, 1)
  expect(second.lookUp(unit)).toBeNull()
})

test('a file that may still be changing within the tick of its clock is not remembered', async () => {
  const path = join(folder, 'a')
  await writeFile(path, 'nothing')
  const view = new ScanCacheView(null, Date.now())
  const unit = unitAt(path)
  view.lookUp(unit)
  view.nothingIn(unit)

  expect(view.take()).toHaveLength(0)
})

test('a cache comes back as it was written, and only for the same rules', async () => {
  const path = join(folder, 'cache')
  const keys = Buffer.alloc(3 * keyBytes, 7)
  await writeCache(path, 'rules', [keys.subarray(0, keyBytes), keys.subarray(keyBytes)])

  const table = readCache(path, 'rules')
  expect(table).not.toBeNull()
  expect(table !== null && new KeyTable(table).has(keys.subarray(0, keyBytes))).toBe(true)
  expect(readCache(path, 'other rules')).toBeNull()
  expect(readCache(join(folder, 'none'), 'rules')).toBeNull()
})

test('a damaged cache and a file that is none are refused by name', async () => {
  const path = join(folder, 'cache')
  await writeCache(path, 'rules', [Buffer.alloc(keyBytes, 1)])
  const whole = await readFile(path)
  await writeFile(path, whole.subarray(0, -1))
  expect(() => readCache(path, 'rules')).toThrow(`${path} is no cache of a scan: it was damaged or cut off`)
  await writeFile(path, 'something else')
  expect(() => readCache(path, 'rules')).toThrow('it does not begin like one')
})
