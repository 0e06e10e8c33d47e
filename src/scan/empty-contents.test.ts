import { expect, test } from 'vitest'
import { EmptyContents } from './empty-contents.ts'

const deflated = { crc32: 0xfedc_ba98, size: 70_000, compressedSize: 60_000, method: 8 }
const stored = { ...deflated, compressedSize: 70_000, method: 0 }

test('what was proven is known however it is packed', () => {
  const empty = EmptyContents.alone()
  empty.add(deflated, true)

  expect([empty.has(deflated), empty.has({ ...deflated, compressedSize: 61_000 }), empty.has(stored)]).toEqual([
    true,
    true,
    true,
  ])
  expect(empty.has({ ...deflated, size: 70_001 })).toBe(false)
  expect(empty.has({ ...deflated, crc32: 0x7edc_ba98 })).toBe(false)
})

test('what an archive only states is known to what is stored, and never to what is compressed', () => {
  const empty = EmptyContents.alone()
  empty.add(stored, false)

  expect([empty.has(stored), empty.has(deflated)]).toEqual([true, false])
  expect(empty.has({ ...stored, compressedSize: 69_999 })).toBe(false)
})

test('what is compressed and not proven is not kept', () => {
  const empty = EmptyContents.alone()
  empty.add(deflated, false)

  expect(empty.has(deflated)).toBe(false)
})

test.each([
  ['without a checksum', { ...stored, crc32: 0 }],
  ['of 2 GiB and more', { ...stored, size: 2 ** 31, compressedSize: 2 ** 31 }],
])('an entry %s is not kept', (_case, entry) => {
  const empty = EmptyContents.alone()
  empty.add(entry, true)

  expect(empty.has(entry)).toBe(false)
})

test('two that share memory know what the other saw', () => {
  const memory = new BigInt64Array(new SharedArrayBuffer(8 * 1024))
  new EmptyContents(memory).add(deflated, true)

  expect(new EmptyContents(memory).has(deflated)).toBe(true)
})

test('a table that is full forgets, and never takes one for another', () => {
  const empty = new EmptyContents(new BigInt64Array(64))
  const all = Array.from({ length: 200 }, (_, i) => ({ ...deflated, crc32: 1 + i * 7919 }))
  for (const entry of all) empty.add(entry, true)

  expect(all.filter((entry) => empty.has(entry))).toHaveLength(64)
  expect(empty.has({ ...deflated, crc32: 3 })).toBe(false)
})
