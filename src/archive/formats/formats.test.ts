import { describe, expect, test } from 'vitest'
import { contentsOf, openArchive } from '../../../test/kit/archives/open-archive.ts'
import { recorded, recordedNames } from '../../../test/kit/archives/recorded.ts'
import { chance, mutated } from '../../../test/kit/chance.ts'
import { ArchiveGap } from '../archive-gap.ts'
import type { ArchiveFormat } from '../format.ts'
import { archiveFormats } from './index.ts'

/** Endings of the recorded archives, and who reads them. */
const readers: Readonly<Record<string, string>> = {
  '7z': 'sevenzip',
  ar: 'ar',
  bz2: 'bzip2',
  cab: 'cab',
  cpio: 'cpio',
  deb: 'ar',
  gz: 'gzip',
  iso: 'iso9660',
  jimage: 'jimage',
  lz4: 'lz4',
  lzma: 'lzma',
  rar: 'rar',
  rpm: 'rpm',
  run: 'shell',
  tar: 'tar',
  xz: 'xz',
  zip: 'zip',
  zst: 'zstd',
}
const specimens = recordedNames.map((name) => {
  const id = readers[name.slice(name.lastIndexOf('.') + 1)] ?? ''
  const format = archiveFormats.find((each) => each.id === id)
  if (format === undefined) throw new Error(`nothing reads ${name}`)
  return { name, format, bytes: recorded(name) }
})

test('every format has a specimen that another tool made, but for what is only told as a gap', () => {
  const ids = archiveFormats.map(({ id }) => id)

  expect(ids.filter((id) => !specimens.some(({ format }) => format.id === id))).toEqual(['pack200'])
})

describe.each(specimens)('$name', ({ name, format, bytes }) => {
  test('is claimed by its format and by no other', () => {
    const claiming = archiveFormats.filter((each) => each.claims(bytes.subarray(0, each.headBytes)))

    expect(claiming.map(({ id }) => id)).toEqual([format.id])
  })

  test('is read the same in pieces of any size, and left as it was', () => {
    const before = Uint8Array.from(bytes)
    const whole = openArchive(format, bytes)

    for (const pieceSize of [1, 7, 511, 4_096]) {
      if (pieceSize * 20_000 > bytes.length) expect(openArchive(format, bytes, { pieceSize })).toEqual(whole)
    }
    expect(Buffer.compare(bytes, before)).toBe(0)
  })

  test('cut off anywhere, it is read in full or ends with a gap', () => {
    const whole = openArchive(format, bytes)
    const silent = cutsOf(bytes.length).filter((length) => {
      const { entries, gap } = openArchive(format, bytes.subarray(0, length))
      if (gap !== null || entries.some(({ content }) => content instanceof ArchiveGap)) return false
      // What lies behind a script is for its own format to miss.
      if (format.id === 'shell' && entries.length > 0) return false
      return JSON.stringify(contentsOf({ entries, gap })) !== JSON.stringify(contentsOf(whole))
    })

    const told = silent.filter((length) => !endsWithoutAMark(format, bytes, length))
    expect({ first: told.slice(0, 3), last: told.slice(-3), of: bytes.length, count: told.length }).toMatchObject({
      count: 0,
    })
  })

  test('damaged in any way, it throws nothing but gaps', () => {
    const luck = chance(name.length)
    // Longer ones begin with the script or the sectors in which nothing can break.
    const seed = bytes.subarray(0, 8_000)
    for (let i = 0; i < 60; i++) {
      openArchive(format, mutated(seed, luck), { mostEntries: 1_000, mostBytes: 2 ** 20 })
    }
  })
})

/** All lengths of what is short, and some hundred of what is not. */
function cutsOf(length: number): readonly number[] {
  const step = Math.max(1, Math.floor(length / 120))
  return Array.from({ length: Math.floor(length / step) - 1 }, (_, i) => (i + 1) * step)
}

/** An ar has no end: cut off between two of its members it is another ar. */
function endsWithoutAMark({ id }: ArchiveFormat, bytes: Uint8Array, length: number): boolean {
  if (id !== 'ar') return false
  const next = Buffer.from(bytes.subarray(length, length + 60)).toString('latin1')
  return length < 8 || /^.{58}`\n$/s.test(next) || bytes[length] === 0x0a
}
