import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openArchive, unpacked } from '../../../test/kit/archives/open-archive.ts'
import { content, recorded, recordedNames } from '../../../test/kit/archives/recorded.ts'
import { ArchiveGap } from '../archive-gap.ts'
import { bzip2 } from './bzip2.ts'
import { gzip } from './gzip.ts'
import { archiveFormats } from './index.ts'
import { lz4 } from './lz4.ts'
import { lzma } from './lzma.ts'
import { pack200 } from './pack200.ts'
import { xz } from './xz.ts'
import { zstd } from './zstd.ts'

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts))
const garbage = new TextEncoder().encode('garbage at its end')
const zeros = new Uint8Array(1_024)
const all = [
  [gzip, 'content.gz'],
  [bzip2, 'content.bz2'],
  [xz, 'content.xz'],
  [zstd, 'content.zst'],
  [lz4, 'content.lz4'],
] as const

/** What comes out with the gap, which `unpacked` gives in its place. */
function pulled(format: typeof gzip, bytes: Uint8Array): { bytes: Uint8Array; because: string | null } {
  const whole = unpacked(format, bytes)
  if (!(whole.content instanceof ArchiveGap)) return { bytes: whole.content, because: null }
  const before = unpacked(format, bytes, { mostBytes: content.length }).content
  return { bytes: before instanceof ArchiveGap ? new Uint8Array(0) : before, because: whole.content.because }
}

test.each(recordedNames.filter((name) => /^content(?:-sha256|-dict1536m|-stream|-legacy|-linked)?\./.test(name)))(
  'the content of %s is what was packed',
  (name) => {
    const bytes = recorded(name)
    const format = archiveFormats.find((each) => each.claims(bytes))

    expect(unpacked(format!, bytes)).toMatchObject({ kind: 'file', size: null, content })
  },
)

describe.each(all)('$id', (format, name) => {
  const bytes = recorded(name)

  test('two of them one after another are one content', () => {
    expect(unpacked(format, joined(bytes, bytes)).content).toEqual(joined(content, content))
  })

  test('garbage at its end is a gap, and the content comes before', () => {
    expect(pulled(format, joined(bytes, garbage))).toEqual({ bytes: content, because: 'malformed' })
  })

  test('an end that is missing is a gap, and what was there comes before', () => {
    const { bytes: got, because } = pulled(format, bytes.subarray(0, bytes.length - 5))

    expect(because).toBe('truncated')
    expect([0, content.length]).toContain(got.length)
  })
})

test.each([
  [gzip, 'content.gz'],
  [bzip2, 'content.bz2'],
  [xz, 'content.xz'],
] as const)('zeros behind a file, as tapes have them, are passed over ($id)', (format, name) => {
  expect(unpacked(format, joined(recorded(name), zeros)).content).toEqual(content)
})

describe('what is not undone is a gap that says why', () => {
  test.each([
    [xz, 'content-x86.xz', 'unsupported', /filter x86/],
    [zstd, 'content-window2g.zst', 'too-large', /window of 2147483648 bytes/],
    [zstd, 'content-dictionary.zst', 'unsupported', /dictionary/],
  ] as const)('$id: %s', (format, name, because, detail) => {
    const gap = unpacked(format, recorded(name)).content as ArchiveGap

    expect(gap).toMatchObject({ because, message: expect.stringMatching(detail) as string })
  })

  test('a jar of pack200', () => {
    const bytes = Uint8Array.of(0xca, 0xfe, 0xd0, 0x0d, 7, 0xa8)

    expect(pack200.claims(bytes)).toBe(true)
    expect(openArchive(pack200, bytes).gap).toMatchObject({ because: 'unsupported', message: /unpack200/ })
  })
})

describe('frames to be skipped', () => {
  const skip = (length: number, last = 0): Uint8Array => {
    const frame = Buffer.alloc(8 + length)
    frame.writeUInt32LE(0x184d2a50 + last)
    frame.writeUInt32LE(length, 4)
    return frame
  }

  test.each([
    [zstd, 'content.zst'],
    [lz4, 'content.lz4'],
  ] as const)('before and behind the others are passed over ($id)', (format, name) => {
    const bytes = joined(skip(0), skip(40, 15), recorded(name), skip(3))

    expect(archiveFormats.filter((each) => each.claims(bytes))).toEqual([format])
    expect(unpacked(format, bytes).content).toEqual(content)
  })

  test('so many that nothing else is seen are left to Zstandard', () => {
    const bytes = joined(skip(5_000), recorded('content.zst'))

    expect(archiveFormats.filter((each) => each.claims(bytes.subarray(0, each.headBytes)))).toEqual([zstd])
    expect(unpacked(zstd, bytes).content).toEqual(content)
  })
})

test('each content is called by the name of its file', () => {
  const named = (format: typeof gzip, file: string, name: string | null): string =>
    unpacked(format, recorded(file), { name }).name

  expect(named(gzip, 'content.gz', 'backup.tar.gz')).toBe('backup.tar')
  expect(named(gzip, 'content.gz', 'backup.TGZ')).toBe('backup.tar')
  expect(named(xz, 'content.xz', 'a.jar.xz')).toBe('a.jar')
  expect(named(zstd, 'content.zst', 'layer.tzst')).toBe('layer.tar')
  expect(named(lzma, 'content.lzma', 'a.tlz')).toBe('a.tar')
  expect(named(bzip2, 'content.bz2', 'named-otherwise.bin')).toBe('content')
  expect(named(lz4, 'content.lz4', null)).toBe('content')
})

describe('members of gzip', () => {
  test('of any length end where they end, in pieces of any length', () => {
    for (const length of [0, 1, 100, 16_383, 16_384, 16_385, 70_000]) {
      const plain = Uint8Array.from({ length }, (_, i) => (i * i) >> 3)
      const bytes = joined(gzipSync(plain), gzipSync('and more'))
      for (const pieceSize of [3, 16_384, 65_536]) {
        const expected = joined(plain, new TextEncoder().encode('and more'))
        expect(unpacked(gzip, bytes, { pieceSize }).content).toEqual(expected)
      }
    }
  })

  test('whose checksum does not fit are a gap', () => {
    const bytes = Uint8Array.from(recorded('content.gz'))
    bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 1

    expect(unpacked(gzip, bytes).content).toMatchObject({ because: 'malformed', message: /checksum/ })
  })

  test('may have a name, a comment, a field and a checksum of their header', () => {
    const [plain] = [gzipSync('x')]
    const header = Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9])
    const bytes = Buffer.concat([header, Buffer.from('name\0comment\0'), Buffer.from([1, 2]), plain.subarray(10)])

    expect(unpacked(gzip, bytes).content).toEqual(new TextEncoder().encode('x'))
  })
})

test('what only begins as .lzma could is not taken for it', () => {
  // Metadata of Kotlin: version, flags and length in four bytes each, then names with their lengths.
  const metadata = Uint8Array.from([0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 0x0a, 0xe5, 0x01, 0x0a, 7])
  const names = new TextEncoder().encode('kotlinx\n\ncoroutines\n\bChildJob\n\x03Job\n\x0fparentCancelled')

  expect(lzma.claims(joined(metadata, names))).toBe(false)
  expect(lzma.claims(recorded('content.lzma'))).toBe(true)
  expect(lzma.claims(recorded('content.lzma').subarray(0, 512))).toBe(true)
})
