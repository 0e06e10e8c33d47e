import { describe, expect, test } from 'vitest'
import { contentsOf, type Opened, openArchive, tools } from '../../../test/kit/archives/open-archive.ts'
import { longName, recorded, shortTree, square, tree } from '../../../test/kit/archives/recorded.ts'
import { tarOf } from '../../../test/kit/tar.ts'
import { tar } from './tar.ts'

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts))

/** A header of the old kind: only a checksum shows that it is one. */
function header({ name = 'a', size = '00000000004', type = '0' } = {}): Buffer {
  const bytes = Buffer.alloc(512)
  bytes.write(name, 0, 'latin1')
  bytes.write('0000644\0', 100)
  bytes.write(size, 124, 'latin1')
  bytes.write('        ', 148)
  bytes.write(type, 156)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return bytes
}
const end = Buffer.alloc(1024)
/** Of a large content, so that a difference is told soon. */
const contentAsText = ({ content }: Opened): string => String(content)
const block = (text: string): Buffer => Buffer.concat([Buffer.from(text), Buffer.alloc(512 - text.length)])

describe('what GNU tar wrote is read', () => {
  test.each([
    ['as ustar', 'ustar.tar', tree],
    ['as pax', 'pax.tar', tree],
    ['as GNU', 'gnu.tar', tree],
    ['as before ustar', 'v7.tar', shortTree],
  ])('%s', (_case, name, expected) => {
    const opened = openArchive(tar, recorded(name))

    expect(contentsOf(opened)).toEqual(expected)
    expect(opened.gap).toBeNull()
    expect(openArchive(tar, recorded(name), { inPlace: true })).toEqual(opened)
  })

  test.each([['sparse-gnu.tar'], ['sparse-pax.tar']])('but for sparse files: %s', (name) => {
    const opened = openArchive(tar, recorded(name))

    expect(contentsOf(opened)).toEqual({
      sparse: 'unsupported',
      'tree/META-INF/MANIFEST.MF': tree['META-INF/MANIFEST.MF'],
    })
    expect(opened.gap).toBeNull()
  })
})

test('folders and links are told apart from files', () => {
  const { entries } = openArchive(
    tar,
    tarOf([{ name: 'd/' }, { name: 'd/hard', type: '1', linkTo: 'x' }, { name: 'd/soft', type: '2', linkTo: '../..' }]),
  )

  expect(entries.map(({ name, kind, linkTo }) => ({ name, kind, linkTo }))).toEqual([
    { name: 'd/', kind: 'directory', linkTo: null },
    { name: 'd/hard', kind: 'link', linkTo: 'x' },
    { name: 'd/soft', kind: 'link', linkTo: '../..' },
  ])
})

test('tars one after another are read as one', () => {
  const two = joined(recorded('ustar.tar'), tarOf([{ name: 'second', content: 'x' }]))

  expect(Object.keys(contentsOf(openArchive(tar, two)))).toEqual([...Object.keys(tree), 'second'])
})

test('a size in base 256 is read', () => {
  const size = Buffer.alloc(12)
  size.writeUInt8(0x80, 0)
  size.writeUInt32BE(4, 8)
  const bytes = Buffer.concat([header({ size: size.toString('latin1') }), block('four'), end])

  expect(contentsOf(openArchive(tar, bytes))).toEqual({ a: new TextEncoder().encode('four') })
})

test('what a pax header says of a name, a size and a link goes before what the header says', () => {
  const pax = '14 path=other\n9 size=2\n'
  const bytes = Buffer.concat([
    header({ name: 'x', size: pax.length.toString(8).padStart(11, '0'), type: 'x' }),
    block(pax),
    header({ name: 'short', size: '00000007777' }),
    block('ok'),
    end,
  ])

  expect(contentsOf(openArchive(tar, bytes))).toEqual({ other: new TextEncoder().encode('ok') })
})

test('names are told as they are written, whatever is in them', () => {
  const names = ['../../etc/passwd', '/absolute', 'latin-\xe9', '.\\a']
  const bytes = Buffer.concat([...names.map((name) => header({ name, size: '00000000000' })), end])

  expect(openArchive(tar, bytes).entries.map(({ name }) => name)).toEqual(names)
})

describe('what cannot be so ends it with a gap', () => {
  test.each([
    ['a size beyond the end of the bytes', { size: '77777777777' }, 'truncated'],
    ['a negative size in base 256', { size: '\xff'.repeat(12) }, 'malformed'],
    ['a size beyond all numbers', { size: `\x80${'\xff'.repeat(11)}` }, 'malformed'],
    ['a size that is no number', { size: '9999999999x' }, 'malformed'],
    ['a long name of 64 MiB', { size: '00400000000', type: 'L' }, 'too-large'],
    ['a pax header of 64 MiB', { size: '00400000000', type: 'x' }, 'too-large'],
  ])('%s', (_case, fields, because) => {
    const bytes = Buffer.concat([header({ name: 'first', size: '00000000000' }), header(fields), block('x'), end])
    const { entries, gap } = openArchive(tar, bytes)

    expect(entries[0]?.name).toBe('first')
    expect(gap?.because).toBe(because)
  })

  test('garbage between two entries', () => {
    const bytes = joined(tarOf([{ name: 'a' }]).subarray(0, 512), square)

    expect(openArchive(tar, bytes)).toMatchObject({ entries: [{ name: 'a' }], gap: { because: 'malformed' } })
  })

  test('the lack of the zeros that end a tar', () => {
    const bytes = tarOf([{ name: 'a', content: 'x' }]).subarray(0, 1024)

    expect(openArchive(tar, bytes)).toMatchObject({ entries: [{ name: 'a' }], gap: { because: 'truncated' } })
  })
})

describe('a tar that can be read at any place', () => {
  const large = Buffer.alloc(300_001, 'content ')
  const bytes = tarOf([
    { name: 'first', content: 'x' },
    { name: 'large', content: large },
    { name: 'last', content: 'y' },
  ])

  test('gives large contents where they lie, and small ones as from a stream', () => {
    const { entries, gap } = openArchive(tar, bytes, { inPlace: true })

    expect(gap).toBeNull()
    expect(entries.map(({ name, inPlace }) => [name, inPlace === null])).toEqual([
      ['first', true],
      ['large', false],
      ['last', true],
    ])
    expect(Buffer.from(entries[1]!.inPlace!).equals(large)).toBe(true)
    expect(entries.map(contentAsText)).toEqual(openArchive(tar, bytes).entries.map(contentAsText))
  })

  test('is not read where nobody looks', () => {
    let read = 0
    const open = {
      size: bytes.length,
      read(offset: number, length: number) {
        read += length
        return bytes.subarray(offset, offset + length)
      },
    }
    const input = { name: null, stream: () => [], bytes: () => open, inPlace: () => open, passed: () => undefined }

    expect([...tar.entries(input, tools)].map(({ name }) => name)).toEqual(['first', 'large', 'last'])
    expect(read).toBeLessThan(20_000)
  })

  test.each([
    ['in a large content', 100_000],
    ['behind a large content', 302_080],
    ['in a header', 1_100],
  ])('that ends too early, %s, gives what came before and a gap', (_case, length) => {
    const cut = bytes.subarray(0, length)
    const { entries, gap } = openArchive(tar, cut, { inPlace: true })

    expect(gap?.because).toBe('truncated')
    const streamed = openArchive(tar, cut)
    expect(gap?.message).toBe(streamed.gap?.message)
    expect(entries.map(contentAsText)).toEqual(streamed.entries.map(contentAsText))
  })
})

test.each([
  ['text', new TextEncoder().encode('a'.repeat(600))],
  ['zeros', new Uint8Array(600)],
  ['bytes without order', square],
  ['less than a block', recorded('gnu.tar').subarray(0, 511)],
])('%s is no tar', (_case, bytes) => {
  expect(tar.claims(bytes.subarray(0, tar.headBytes))).toBe(false)
})

test('a name of pax may be as long as it likes', () => {
  expect(longName.length).toBeGreaterThan(100)
  expect(contentsOf(openArchive(tar, recorded('pax.tar')))).toHaveProperty([longName])
})
