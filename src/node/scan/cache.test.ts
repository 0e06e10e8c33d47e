import { mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { areRecords, KeyList, KeyTable, keyBytes, recordOf } from './cache-content.ts'
import { type Kept, readCache, writeCache } from './cache-file.ts'
import { ScanCacheView } from './cache-view.ts'
import type { Unit } from './protocol.ts'
import { FileRecord, type Remembered } from './remembered.ts'

let folder: string
/** Far enough ahead that files made just now count as settled. */
const later = Date.now() + 3_600_000
const nothing: Remembered = { reports: [], leftClosed: 0, linked: false, beside: null }
const locked: Remembered = {
  ...nothing,
  reports: [{ is: 'gap', gap: { at: 'a.zip', because: 'encrypted', detail: 'the entry is encrypted' } }],
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fireline-cache-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

function unitAt(path: string, more: Partial<Unit> = {}): Unit {
  return {
    kind: 'file',
    path,
    shown: path,
    relative: 'a',
    origin: { identity: '', launch: null },
    follow: false,
    share: 0,
    ignores: [],
    ...more,
  }
}

/** What is known after a scan in which `unit` held this. */
async function knownAfter(unit: Unit, held: Remembered): Promise<ScanCacheView> {
  const first = new ScanCacheView(null, later)
  expect(first.lookUp(unit)).toBeNull()
  first.remember(unit, held)
  return viewOf(first.take())
}

async function viewOf(kept: Kept): Promise<ScanCacheView> {
  const path = join(folder, 'cache')
  await writeCache(path, 'rules', [kept])
  return new ScanCacheView(readCache(path, 'rules'), later)
}

test('a file that held nothing is passed over the next time, wherever it lies, until it changes', async () => {
  const path = join(folder, 'a')
  const moved = join(folder, 'b')
  await writeFile(path, 'nothing')
  const view = await knownAfter(unitAt(path), nothing)

  expect(view.lookUp(unitAt(path))?.remembered).toEqual(nothing)
  await utimes(path, 1, 1)
  expect(view.lookUp(unitAt(path))).toBeNull()
  const settled = await knownAfter(unitAt(path), nothing)
  expect(settled.lookUp(unitAt(path, { shown: 'elsewhere', relative: 'c' }))).not.toBeNull()
  await rename(path, moved)
  expect(settled.lookUp(unitAt(moved))).toBeNull()
})

test('what a file held is known the next time, and the time after', async () => {
  const path = join(folder, 'a')
  await writeFile(path, 'a lock')
  const unit = unitAt(path)
  const second = await knownAfter(unit, locked)
  const known = second.lookUp(unit)
  expect(known?.remembered).toEqual(locked)
  second.remember(unit, locked)

  expect((await viewOf(second.take())).lookUp(unit)?.remembered).toEqual(locked)
})

test.each<readonly [string, Partial<Unit>]>([
  ['its name', { shown: 'elsewhere' }],
  ['its place below the root', { relative: 'b' }],
  ['where it came from', { origin: { identity: 'registry.example/app', launch: null } }],
  ['how it was started', { origin: { identity: '', launch: { properties: {}, environment: { A: 'b' } } } }],
  ['that the operator named it', { follow: true }],
])('what is told of a file has more in it than its bytes: it is looked into anew for %s', async (_what, more) => {
  const path = join(folder, 'a')
  await writeFile(path, 'a lock')
  const view = await knownAfter(unitAt(path), locked)

  expect(view.lookUp(unitAt(path))).not.toBeNull()
  expect(view.lookUp(unitAt(path, more))).toBeNull()
})

test('a file that was passed over in a folder is looked into when the operator names it', async () => {
  const path = join(folder, 'a')
  await writeFile(path, 'nothing')
  const view = await knownAfter(unitAt(path), nothing)

  expect(view.lookUp(unitAt(path, { follow: true }))).toBeNull()
  const named = await knownAfter(unitAt(path, { follow: true }), nothing)
  expect(named.lookUp(unitAt(path, { follow: true }))?.remembered).toEqual(nothing)
})

test('a file that may still be changing within the tick of its clock is not remembered', async () => {
  const path = join(folder, 'a')
  await writeFile(path, 'nothing')
  const view = new ScanCacheView(null, Date.now())
  const unit = unitAt(path)
  view.lookUp(unit)
  view.remember(unit, nothing)
  view.remember(unit, locked)

  expect(view.take()).toEqual({ keys: Buffer.alloc(0), records: Buffer.alloc(0) })
})

test('a file whose record would be very long is looked into anew', async () => {
  const path = join(folder, 'a')
  await writeFile(path, 'long')
  const unit = unitAt(path)
  const gap = { at: 'a', because: 'encrypted', detail: 'x'.repeat(2 ** 20) } as const

  expect((await knownAfter(unit, { ...nothing, reports: [{ is: 'gap', gap }] })).lookUp(unit)).toBeNull()
})

test.each([
  ['what the system did not let be read', { at: 'a', because: 'not-readable', detail: 'EIO' }],
  ['what changed while it was read', { at: 'a', because: 'changed', detail: 'its size changed' }],
  ['what took too long', { at: 'a', because: 'too-slow', detail: '600 seconds' }],
  ['what nobody foresaw', { at: 'a', because: 'malformed', detail: 'unexpected: no room' }],
] as const)('%s may go well the next time, so it is not remembered', (_what, gap) => {
  const record = new FileRecord()
  record.add({ is: 'gap', gap })

  expect(record.remembered()).toBeNull()
})

test('what lies in the bytes of a file is remembered, up to 10,000 things told of it', () => {
  const record = new FileRecord()
  for (let i = 0; i < 10_000; i++) record.add({ is: 'gap', gap: { at: `${i}`, because: 'encrypted', detail: '' } })
  expect(record.remembered()?.reports).toHaveLength(10_000)
  record.add({ is: 'gap', gap: { at: 'one more', because: 'encrypted', detail: '' } })

  expect(record.remembered()).toBeNull()
})

test('a table holds the keys that it was filled with, and no others', () => {
  const key = fc.uint8Array({ minLength: keyBytes, maxLength: keyBytes })
  fc.assert(
    fc.property(fc.array(key, { maxLength: 200 }), fc.array(key, { maxLength: 50 }), (inside, others) => {
      const list = new KeyList()
      for (const each of inside) list.add(each)
      const table = new KeyTable(KeyTable.of(list.take()))
      const known = new Set(inside.map(comparable))
      for (const each of inside) expect(table.has(each)).toBe(true)
      for (const each of others) expect(table.has(each)).toBe(known.has(comparable(each)))
    }),
    { numRuns: 300 },
  )
})

/** A key that begins with four zeros is the same as one that begins with 1. */
function comparable(key: Uint8Array): string {
  const hex = Buffer.from(key).toString('hex')
  return hex.startsWith('00000000') ? `00000001${hex.slice(8)}` : hex
}

test('keys come out of a list in the order in which they went in, however many there are', () => {
  const list = new KeyList()
  const keys = Array.from({ length: 10_000 }, (_, i) => Buffer.from(String(i).padStart(keyBytes, '0')))
  for (const key of keys) list.add(key)

  expect(list.take().equals(Buffer.concat(keys))).toBe(true)
  expect(list.take()).toHaveLength(0)
})

test('a cache comes back as it was written, and only for the same rules', async () => {
  const path = join(folder, 'cache')
  const keys = Buffer.alloc(3 * keyBytes, 7)
  const records = recordOf(Buffer.alloc(keyBytes, 8), Buffer.from('told'))
  const none = Buffer.alloc(0)
  await writeCache(path, 'rules', [
    { keys: keys.subarray(0, keyBytes), records: none },
    { keys: keys.subarray(keyBytes), records },
  ])

  const content = readCache(path, 'rules')
  expect(content !== null && new KeyTable(content.quiet).has(keys.subarray(0, keyBytes))).toBe(true)
  expect(content !== null && Buffer.from(content.records)).toEqual(records)
  expect(readCache(path, 'other rules')).toBeNull()
  expect(readCache(join(folder, 'none'), 'rules')).toBeNull()
  await writeFile(path, 'fireline.cache/1 of an earlier release')
  expect(() => readCache(path, 'rules')).toThrow('it does not begin like one')
  await writeFile(path, 'fireline.cache/1 of an earlier release\n')
  expect(readCache(path, 'rules')).toBeNull()
})

test('bytes are records only if they end where the last one does', () => {
  const record = recordOf(Buffer.alloc(keyBytes, 8), Buffer.from('told'))
  expect(areRecords(Buffer.concat([record, record]))).toBe(true)
  expect(areRecords(Buffer.alloc(0))).toBe(true)
  for (let length = 1; length < record.length; length++) expect(areRecords(record.subarray(0, length))).toBe(false)
})

test('a damaged cache and a file that is none are refused by name', async () => {
  const path = join(folder, 'cache')
  const record = recordOf(Buffer.alloc(keyBytes, 8), Buffer.from('told'))
  await writeCache(path, 'rules', [{ keys: Buffer.alloc(keyBytes, 1), records: record }])
  const whole = await readFile(path)
  for (let length = whole.indexOf('\n') + 1; length < whole.length; length++) {
    await writeFile(path, whole.subarray(0, length))
    expect(() => readCache(path, 'rules')).toThrow(`${path} is no cache of a scan: it was damaged or cut off`)
  }
  await writeFile(path, 'something else')
  expect(() => readCache(path, 'rules')).toThrow('it does not begin like one')
})
