import { describe, expect, test } from 'vitest'
import { contentsOf, openArchive } from '../../../test/kit/archives/open-archive.ts'
import { content, longName, recorded, shortTree, square, tree } from '../../../test/kit/archives/recorded.ts'
import { zipOf } from '../../../test/kit/archives/zip.ts'
import { zstdFrame } from '../../../test/kit/archives/zstd-frame.ts'
import { bytesOf } from '../bytes.ts'
import { findDirectory } from '../zip/index.ts'
import { zip } from './zip.ts'

const text = (bytes: string): Uint8Array => new TextEncoder().encode(bytes)
const members = [
  { name: 'a.txt', content: 'a'.repeat(100) },
  { name: 'stored.bin', content: square, method: 'store' },
] as const
const read = { 'a.txt': text('a'.repeat(100)), 'stored.bin': square }

describe('what other tools wrote is read', () => {
  test.each([
    ['info.zip', tree],
    ['zip64.zip', shortTree],
    ['streamed.zip', { '-': square }],
    ['deflate64.zip', { content }],
    ['bzip2.zip', { content }],
    ['lzma.zip', { content }],
    ['xz.zip', { content }],
    ['ppmd.zip', { content: 'unsupported' }],
  ])('%s', (name, expected) => {
    const opened = openArchive(zip, recorded(name))

    expect(contentsOf(opened)).toEqual(expected)
    expect(opened.gap).toBeNull()
  })

  test.each([['encrypted.zip'], ['encrypted-aes.zip']])('%s by its names', (file) => {
    const { entries, gap } = openArchive(zip, recorded(file))

    expect(entries.map(({ name, encrypted }) => ({ name, encrypted }))).toEqual(
      Object.keys(shortTree).map((name) => ({ name, encrypted: true })),
    )
    expect(contentsOf({ entries, gap })).toMatchObject({ 'lib/square.bin': 'encrypted' })
  })
})

describe('it may be written in many ways', () => {
  test.each([
    ['plain', zipOf(members)],
    ['with 64-bit records', zipOf(members, { zip64: true })],
    ['with a program before it that its offsets count', zipOf(members, { prefix: '#!/bin/sh\nexec java -jar $0\n' })],
    ['with a program before it that they do not count', zipOf(members, { stub: 'MZ program' })],
    ['with that, and 64-bit records', zipOf(members, { stub: 'MZ program', zip64: true })],
    ['as a module of Java', zipOf(members, { stub: Uint8Array.of(0x4a, 0x4d, 1, 0) })],
    ['with a comment', zipOf(members, { comment: 'PK\x05\x06 is in it' })],
    ['with a comment as long as can be', zipOf(members, { comment: 'c'.repeat(65_535) })],
    ['with something behind it', zipOf(members, { suffix: 'signature' })],
    ['with sizes behind its contents', zipOf(members.map((member) => ({ ...member, descriptor: true })))],
    ['with the mark of one that was to be in parts', zipOf(members, { prefix: 'PK00' })],
  ])('%s', (_case, bytes) => {
    const opened = openArchive(zip, bytes)

    expect(contentsOf(opened)).toEqual(read)
    expect(opened.gap).toBeNull()
  })

  test('compressed as Zstandard', () => {
    const bytes = zipOf([{ name: 'z', content: square, method: 93, raw: zstdFrame(square) }])

    expect(contentsOf(openArchive(zip, bytes))).toEqual({ z: square })
  })

  test('what is stored is there in place', () => {
    const { entries } = openArchive(zip, zipOf(members))

    expect(entries.map(({ inPlace }) => inPlace)).toEqual([null, square])
  })
})

describe('without a readable directory its entries are found by their own headers, and a gap says so', () => {
  test.each([
    ['it was cut off before its directory', zipOf(members, { directory: false })],
    ['its end is cut off', zipOf(members).subarray(0, -10)],
    [
      'and the sizes stand behind the contents',
      zipOf([{ ...members[0], descriptor: true }, members[1]], { directory: false }),
    ],
  ])('%s', (_case, bytes) => {
    const opened = openArchive(zip, bytes)

    expect(contentsOf(opened)).toEqual(read)
    expect(opened.gap?.because).toBe('truncated')
  })

  test('100,000 of them as fast as they can be read', () => {
    const many = Buffer.concat(
      Array.from({ length: 100_000 }, () => zipOf([{ name: 'x', content: '', method: 'store' }], { directory: false })),
    )
    const started = performance.now()
    const { entries } = openArchive(zip, many)

    expect(entries).toHaveLength(100_000)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

describe('one part of several', () => {
  test('tells the names, and a gap', () => {
    const bytes = zipOf(members, { disk: 2 })
    const { entries, gap } = openArchive(zip, bytes)

    expect(entries.map(({ name }) => name)).toEqual(['a.txt', 'stored.bin'])
    expect(gap).toMatchObject({ because: 'unsupported', message: /part 3 of a zip in several parts/ })
  })

  test('is told as a gap where it is not the last', () => {
    const first = Buffer.concat([Buffer.from('PK\x07\x08'), zipOf(members, { directory: false })])

    expect(zip.claims(first)).toBe(true)
    expect(openArchive(zip, first).gap?.because).toBe('truncated')
  })
})

test('names are told as they are written, whatever is in them', () => {
  const names = ['../../../etc/passwd', '/a', 'a\0.class', 'C:\\x', '', 'x'.repeat(65_535)]
  const { entries } = openArchive(zip, zipOf(names.map((name) => ({ name, content: 'x' }))))
  const latin = openArchive(zip, zipOf([{ name: Uint8Array.of(0xe9, 0x2e, 0x6a), content: 'x' }]))

  expect(entries.map(({ name }) => name)).toEqual(names)
  expect(latin.entries[0]?.name).toBe('é.j')
  expect(contentsOf(openArchive(zip, recorded('info.zip')))).toHaveProperty([longName])
})

describe('a directory that lies', () => {
  const claimed = (claims: object): Uint8Array => zipOf([{ name: 'a', content: square, claims }])

  test.each([
    ['about a size that does not fit the file', claimed({ packed: 1_000_000 }), 'truncated'],
    ['about less than is there', claimed({ packed: 100 }), 'truncated'],
    ['about where its entries are', withHeaderAt(zipOf([{ name: 'a', content: square }]), 7), 'malformed'],
    ['about places beyond the end', withHeaderAt(zipOf([{ name: 'a', content: square }]), 0x7fffffff), 'truncated'],
  ])('%s is a gap at the entry', (_case, bytes, because) => {
    const opened = openArchive(zip, bytes)

    expect(contentsOf(opened)).toEqual({ a: because })
  })

  test('about 2^63 bytes of an entry is a gap at the entry', () => {
    const bytes = Buffer.from(zipOf([{ name: 'a', content: 'x' }], { zip64: true }))
    // The second of the three values in the last extra field is the compressed size.
    const extra = bytes.lastIndexOf(Buffer.from([1, 0, 24, 0]))
    bytes.writeBigUInt64LE(2n ** 63n, extra + 12)

    expect(contentsOf(openArchive(zip, bytes))).toEqual({ a: 'truncated' })
  })

  test('about ten million entries costs what is there', () => {
    const bytes = Buffer.from(zipOf(members))
    bytes.writeUInt16LE(0xfffe, bytes.length - 12)

    expect(findDirectory(bytesOf(bytes))?.entries).toBe(0xfffe)
    expect(openArchive(zip, bytes).entries).toHaveLength(2)
  })

  test('about its own size still gives what is there, and a gap', () => {
    const bytes = Buffer.from(zipOf(members))
    bytes.writeUInt32LE(0x7fffffff, bytes.length - 10)
    const { entries } = openArchive(zip, bytes)

    expect(entries).toHaveLength(2)
  })
})

/** The same zip, whose last record says that its entry lies there. */
function withHeaderAt(zipped: Uint8Array, place: number): Uint8Array {
  const bytes = Buffer.from(zipped)
  bytes.writeUInt32LE(place, bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 42)
  return bytes
}
