import { describe, expect, test } from 'vitest'
import { contentsOf, openArchive } from '../../../test/kit/archives/open-archive.ts'
import { recorded, square } from '../../../test/kit/archives/recorded.ts'
import { ArchiveGap } from '../archive-gap.ts'
import { jimage } from './jimage.ts'

const plain = contentsOf(openArchive(jimage, recorded('plain.jimage')))
const greeter = 'java.base/com/acme/Greeter.class'

test('its resources have their modules before their names, and lie in place', () => {
  const opened = openArchive(jimage, recorded('plain.jimage'), { inPlace: true })

  expect(opened.gap).toBeNull()
  expect(Object.keys(plain).sort()).toEqual([
    'java.base/com/acme/Greeter.class',
    'java.base/com/acme/content.txt',
    'java.base/com/acme/square.bin',
    'java.base/java/io/Serializable.class',
    'java.base/java/lang/Object.class',
    'java.base/module-info.class',
  ])
  expect(plain['java.base/com/acme/square.bin']).toEqual(square)
  expect(opened.entries.find(({ name }) => name === greeter)?.inPlace).toEqual(plain[greeter])
  expect(Buffer.from(plain[greeter] ?? '').toString('latin1')).toMatch(/^\xca\xfe\xba\xbe.*com\/acme\/Greeter/s)
})

test('tables of folders and packages are no files', () => {
  const others = openArchive(jimage, recorded('plain.jimage')).entries.filter(({ kind }) => kind === 'other')

  expect(others.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['/modules', 'modules/java.base/com/acme', '/packages', 'packages/com.acme']),
  )
  expect(others.filter(({ name }) => !/^\/?(?:modules|packages)/.test(name))).toEqual([])
})

test.each([
  ['whose classes share their texts', 'compact-cp.jimage'],
  ['that is compressed', 'zip.jimage'],
  ['of the other byte order, whose classes share their texts', 'big-endian.jimage'],
])('one %s holds the same', (_case, name) => {
  const opened = openArchive(jimage, recorded(name))

  expect(opened.gap).toBeNull()
  expect(contentsOf(opened)).toEqual(plain)
})

describe('what is not known of it is a gap', () => {
  const changed = (name: string, change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(recorded(name))
    change(bytes)
    return openArchive(jimage, bytes)
  }

  test('another layout', () => {
    expect(changed('plain.jimage', (bytes) => bytes.writeUInt32LE(0x2_0000, 4)).gap).toMatchObject({
      because: 'unsupported',
    })
  })

  test('another plugin that packs, for each resource', () => {
    const opened = changed('zip.jimage', (bytes) => bytes.write('zap\0', bytes.indexOf('\0zip\0') + 1, 'latin1'))

    expect(opened.gap).toBeNull()
    expect(opened.entries.filter(({ content }) => content instanceof ArchiveGap)).not.toEqual([])
    expect(contentsOf(opened)[greeter]).toBe('unsupported')
  })

  test('an index larger than any', () => {
    expect(changed('plain.jimage', (bytes) => bytes.writeUInt32LE(0xffffffff, 24)).gap).toMatchObject({
      because: 'too-large',
    })
  })
})
