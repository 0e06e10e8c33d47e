import { describe, expect, test } from 'vitest'
import { contentsOf, openArchive } from '../../../test/kit/archives/open-archive.ts'
import { recorded, shortTree, square, tree } from '../../../test/kit/archives/recorded.ts'
import { ArchiveGap } from '../archive-gap.ts'
import { cab } from './cab.ts'
import { rar } from './rar.ts'
import { sevenzip } from './sevenzip.ts'

const manifest = tree['META-INF/MANIFEST.MF']

describe('7z', () => {
  test.each([
    ['solid.7z', tree],
    ['ppmd.7z', shortTree],
    ['bzip2.7z', shortTree],
    ['copy.7z', shortTree],
    ['bcj.7z', shortTree],
  ])('%s is read', (name, expected) => {
    const opened = openArchive(sevenzip, recorded(name))

    expect(contentsOf(opened)).toEqual(expected)
    expect(opened.gap).toBeNull()
  })

  test('what is encrypted is told by its names', () => {
    const { entries } = openArchive(sevenzip, recorded('encrypted.7z'))

    expect(entries.map(({ name, encrypted }) => ({ name, encrypted }))).toEqual([
      { name: 'lib/empty', encrypted: false },
      { name: 'META-INF/MANIFEST.MF', encrypted: true },
      { name: 'lib/square.bin', encrypted: true },
    ])
    expect(entries[1]?.content).toMatchObject({ because: 'encrypted' })
  })

  test('encrypted names are a gap', () => {
    expect(openArchive(sevenzip, recorded('encrypted-names.7z'))).toMatchObject({
      entries: [],
      gap: { because: 'encrypted' },
    })
  })
})

describe('RAR', () => {
  test.each([
    ['rar5-crc.rar', ['stest1.txt', 'stest2.txt']],
    ['rar5-solid.rar', ['stest1.txt', 'stest2.txt']],
    ['seektest.rar', ['stest1.txt', 'stest2.txt']],
    ['rar5-hlink.rar', ['stest1.txt']],
  ])('%s is read', (name, names) => {
    const opened = openArchive(rar, recorded(name))
    const contents = contentsOf(opened)

    expect(Object.keys(contents)).toEqual(names)
    for (const content of Object.values(contents)) expect(content).toHaveLength(2_048)
    expect(opened.gap).toBeNull()
  })

  test('names have folders, and other letters', () => {
    const opened = openArchive(rar, recorded('rar5-subdirs.rar'))

    expect(Object.keys(contentsOf(opened)).sort()).toEqual([
      'sub/dir1/file1.txt',
      'sub/dir2/file2.txt',
      'sub/with space/long fn.txt',
      'sub/üȵĩöḋè/file.txt',
    ])
    expect(openArchive(rar, recorded('rar3-subdirs.rar')).gap).toBeNull()
  })

  test.each([
    ['rar5-psw.rar', 'encrypted'],
    ['rar5-hpsw.rar', 'encrypted'],
    ['rar3-comment-hpsw.rar', 'encrypted'],
    ['rar3-solid.rar', 'unsupported'],
  ])('%s is a gap: %s', (name, because) => {
    const { entries, gap } = openArchive(rar, recorded(name))
    const gaps = [...entries.map(({ content }) => content), gap].filter((each) => each instanceof ArchiveGap)

    expect(gaps).not.toEqual([])
    expect(gaps.every((each) => each.because === because)).toBe(true)
  })
})

test('a cabinet is read', () => {
  expect(contentsOf(openArchive(cab, recorded('square.cab')))).toEqual({
    'META-INF/MANIFEST.MF': manifest,
    'lib/square.bin': square,
  })
})
