import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { contentsOf, openArchive } from '../../../test/kit/archives/open-archive.ts'
import { longName, recorded, square, tree } from '../../../test/kit/archives/recorded.ts'
import { cpio } from './cpio.ts'

const held = {
  'META-INF/MANIFEST.MF': tree['META-INF/MANIFEST.MF'],
  'lib/square.bin': square,
  [longName]: tree[longName],
}

test.each([['newc.cpio'], ['crc.cpio'], ['odc.cpio']])('%s is read', (name) => {
  const opened = openArchive(cpio, recorded(name))

  expect(contentsOf(opened)).toEqual(held)
  expect(opened.entries[0]).toMatchObject({ name: 'META-INF', kind: 'directory' })
  expect(opened.gap).toBeNull()
})

describe('behind its trailer', () => {
  test('another one is read on', () => {
    const two = Buffer.concat([recorded('newc.cpio'), Buffer.alloc(512), recorded('odc.cpio')])
    const opened = openArchive(cpio, two)

    expect(opened.entries).toHaveLength(8)
    expect(opened.gap).toBeNull()
  })

  test('anything else is one entry, such as the compressed half of an initramfs', () => {
    const rest = gzipSync('more')
    const opened = openArchive(cpio, Buffer.concat([recorded('newc.cpio'), rest]))

    expect(contentsOf(opened)).toEqual({ ...held, rest: Uint8Array.from(rest) })
  })

  test('zeros mean nothing', () => {
    expect(contentsOf(openArchive(cpio, Buffer.concat([recorded('newc.cpio'), Buffer.alloc(5_000)])))).toEqual(held)
  })
})

const newc = (fields: Readonly<Record<number, string>>, name = 'a\0'): Uint8Array => {
  const words = Array.from(
    { length: 13 },
    (_, i) => fields[i] ?? (i === 11 ? '00000002' : i === 1 ? '000081a4' : '00000000'),
  )
  return Buffer.from(`070701${words.join('')}${name}`)
}

test.each([
  ['a content of 4 GiB', newc({ 6: 'ffffffff' }), 'truncated'],
  ['a name of 4 GiB', newc({ 11: 'ffffffff' }), 'malformed'],
  ['a size that is no number', newc({ 6: 'zzzzzzzz' }), 'malformed'],
  ['files beyond 4 GiB in an RPM', Buffer.from(`07070X00000001${'\0'.repeat(200)}`), 'unsupported'],
])('%s is a gap', (_case, bytes, because) => {
  expect(cpio.claims(bytes)).toBe(true)
  expect(openArchive(cpio, bytes).gap?.because).toBe(because)
})
