import { expect, test } from 'vitest'
import { openArchive } from '../../../test/kit/archives/open-archive.ts'
import { recorded, square } from '../../../test/kit/archives/recorded.ts'
import { ArchiveGap } from '../archive-gap.ts'
import { cpio } from './cpio.ts'
import { rpm } from './rpm.ts'

const packages = ['gz.rpm', 'bz.rpm', 'xz.rpm', 'lz.rpm', 'zst.rpm']

test.each(packages)('%s holds a cpio that holds what was packed', (name) => {
  const { entries, gap } = openArchive(rpm, recorded(name))
  const payload = entries[0]?.content

  expect(gap).toBeNull()
  expect(entries).toMatchObject([{ name: 'payload.cpio', kind: 'file' }])
  expect(openArchive(cpio, payload as Uint8Array).entries).toMatchObject([
    { name: './usr/share/java/square.bin', content: square },
  ])
})

test('one of RPM 3 is read the same', () => {
  const bytes = Uint8Array.from(recorded('gz.rpm'))
  bytes[4] = 3

  expect(rpm.claims(bytes)).toBe(true)
  expect(openArchive(rpm, bytes).entries).toEqual(openArchive(rpm, recorded('gz.rpm')).entries)
})

test('a payload that is nothing known is a gap', () => {
  const bytes = Uint8Array.from(recorded('gz.rpm'))
  const at = Buffer.from(bytes).lastIndexOf(Buffer.from([0x1f, 0x8b]))
  bytes.fill(0x41, at, at + 2)

  expect(openArchive(rpm, bytes).gap?.because).toBe('unsupported')
})

test.each([
  ['a header of 4 GiB', 0xffffffff, 'too-large'],
  ['a header beyond the end', 0x00ffff00, 'truncated'],
])('%s is a gap', (_case, size, because) => {
  const bytes = Buffer.from(recorded('gz.rpm'))
  bytes.writeUInt32BE(size, 96 + 12)
  const { gap } = openArchive(rpm, bytes)

  expect(gap).toBeInstanceOf(ArchiveGap)
  expect(gap?.because).toBe(because)
})
