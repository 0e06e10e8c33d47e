import { describe, expect, test } from 'vitest'
import { contentsOf, openArchive } from '../../../test/kit/archives/open-archive.ts'
import { recorded, square, tree } from '../../../test/kit/archives/recorded.ts'
import { iso9660 } from './iso9660.ts'

const contentsByContent = (contents: Readonly<Record<string, unknown>>): readonly unknown[] =>
  Object.values(contents).sort((a, b) => (b as Uint8Array).length - (a as Uint8Array).length)

describe('what other tools wrote is read in place', () => {
  test.each([['rock-ridge.iso'], ['xorriso.iso']])('%s with the names that POSIX has', (name) => {
    const opened = openArchive(iso9660, recorded(name))

    expect(contentsOf(opened)).toEqual(tree)
    expect(opened.entries.every(({ inPlace, content }) => Buffer.compare(inPlace!, content as Uint8Array) === 0)).toBe(
      true,
    )
    expect(opened.gap).toBeNull()
  })

  test('joliet.iso with names of up to 103 characters', () => {
    const contents = contentsOf(openArchive(iso9660, recorded('joliet.iso')))

    expect(Object.keys(contents)).toContain('META-INF/MANIFEST.MF')
    expect(contentsByContent(contents)).toEqual(contentsByContent(tree))
  })

  test('plain.iso with the names that ISO 9660 allows', () => {
    const contents = contentsOf(openArchive(iso9660, recorded('plain.iso')))

    expect(contentsByContent(contents)).toEqual(contentsByContent(tree))
  })
})

test('a UDF file system beside it is a gap where the files could be there', () => {
  const opened = openArchive(iso9660, recorded('udf.iso'))

  expect(contentsOf(opened)).toEqual(tree)
  expect(opened.gap).toMatchObject({ because: 'unsupported', message: /UDF/ })
})

describe('an image that lies', () => {
  const image = (): Buffer => Buffer.from(recorded('rock-ridge.iso'))
  const descriptor = 16 * 2048
  /** Where the record of that name lies, in the directory that the descriptor's tree has. */
  const recordOf = (bytes: Buffer, name: string): number => bytes.lastIndexOf(name, bytes.lastIndexOf('PX')) - 33

  test('about the size of a file is a gap at that file', () => {
    const bytes = image()
    bytes.writeUInt32LE(0xffffffff, recordOf(bytes, 'SQUARE.BIN') + 10)

    expect(contentsOf(openArchive(iso9660, bytes))).toMatchObject({ 'lib/square.bin': 'truncated' })
  })

  test('about a directory that holds itself ends', () => {
    const bytes = image()
    const root = bytes.readUInt32LE(descriptor + 158)
    bytes.writeUInt32LE(root, recordOf(bytes, 'LIB') + 2)
    const { entries } = openArchive(iso9660, bytes)

    expect(entries.map(({ name }) => name)).toEqual(['META-INF/MANIFEST.MF'])
  })

  test.each([
    ['about the size of its root', 166, 0xffffffff, 'too-large'],
    ['about the place of its root', 158, 0x7fffffff, 'truncated'],
  ])('%s is a gap', (_case, at, value, because) => {
    const bytes = image()
    bytes.writeUInt32LE(value, descriptor + at)

    expect(openArchive(iso9660, bytes).gap?.because).toBe(because)
  })

  test('about two files at one place, of which the second is longer, hides neither', () => {
    const bytes = image()
    const manifest = recordOf(bytes, 'MANIFEST.MF;1')
    bytes.writeUInt32LE(bytes.readUInt32LE(recordOf(bytes, 'SQUARE.BIN') + 2), manifest + 2)

    expect(contentsOf(openArchive(iso9660, bytes))).toMatchObject({
      'META-INF/MANIFEST.MF': square.subarray(0, 22),
      'lib/square.bin': square,
    })
  })
})
