import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readZip } from '../../../test/kit/archives/read-zip.ts'
import { type ZipForm, type ZipMember, zipOf } from '../../../test/kit/archives/zip.ts'
import { fixDoors } from '../../../test/kit/fix-doors.ts'
import { bytesOf } from '../../archive/index.ts'
import type { ArchiveChange, Removal } from '../change.ts'
import { Refusal, type RefusalReason } from '../refusal.ts'
import { rewriteArchive } from '../rewrite-archive.ts'

const nothing: ArchiveChange = { format: 'zip', removals: [], nested: new Map() }

function removalOf(path: string, content = ''): Removal {
  const bytes = Buffer.from(content)
  return {
    path,
    className: path,
    role: 'any',
    remedy: 'any',
    instead: 'nothing',
    crc32: crc32(bytes),
    size: bytes.length,
  }
}

const remove = (...paths: readonly string[]): ArchiveChange => ({
  ...nothing,
  removals: paths.map((path) => removalOf(path)),
})

const inside = (path: string, change: ArchiveChange): ArchiveChange => ({
  ...nothing,
  nested: new Map([[path, change]]),
})

function rewritten(zip: Uint8Array, change: ArchiveChange, stripSignature = false): Buffer {
  const doors = fixDoors()
  const result = Buffer.concat([...rewriteArchive(bytesOf(zip), change, { stripSignature }, doors)])
  expect(doors.kept()).toBe(0)
  return result
}

function refusalOf(zip: Uint8Array, change: ArchiveChange): RefusalReason | null {
  try {
    rewritten(zip, change)
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.because
    throw error
  }
}

const forms: readonly (readonly [string, ZipForm, Partial<ZipMember>])[] = [
  ['a plain zip', {}, {}],
  ['with a comment', { comment: 'made by hand' }, {}],
  ['with a prefix that offsets count', { prefix: '#!/bin/sh\nexec java -jar "$0"\n' }, {}],
  ['with a prefix that no offset counts', { stub: 'MZ and much more of a program' }, {}],
  ['with something behind it', { suffix: Buffer.alloc(5) }, {}],
  ['in ZIP64', { zip64: true }, {}],
  ['in ZIP64 behind a prefix that no offset counts', { zip64: true, stub: 'a stub', comment: 'x' }, {}],
  ['with sizes behind the contents', {}, { descriptor: true }],
  ['with sizes of 8 bytes behind the contents', { zip64: true }, { descriptor: true }],
  ['with extra fields', {}, { extra: Buffer.from('5455050001a0b0c0d0', 'hex') }],
]

/** Where the content of each entry begins, whether it is stored, and its local extra field. */
function entriesOf(zip: Buffer): readonly { name: string; contentAt: number; stored: boolean; extra: Buffer }[] {
  const entries: { name: string; contentAt: number; stored: boolean; extra: Buffer }[] = []
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  for (let at = zip.readUInt32LE(end + 16), left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const local = zip.readUInt32LE(at + 42)
    const nameEnd = local + 30 + zip.readUInt16LE(local + 26)
    const contentAt = nameEnd + zip.readUInt16LE(local + 28)
    const name = zip.toString('utf8', local + 30, nameEnd)
    entries.push({
      name,
      contentAt,
      stored: zip.readUInt16LE(local + 8) === 0,
      extra: zip.subarray(nameEnd, contentAt),
    })
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return entries
}

describe.each(forms)('%s', (_name, form, each) => {
  const member = (name: string, content: string): ZipMember => ({ name, content, ...each })
  const before = member('META-INF/MANIFEST.MF', 'Manifest-Version: 1.0\r\n\r\n')
  const out = member('a/Out.class', 'out with it'.repeat(20))
  const after = [member('a/B.class', 'b'.repeat(500)), { name: 'a/' }, member('ü.txt', 'text')]

  test('without one of its entries is what a packer would have made without it, byte for byte', () => {
    expect(rewritten(zipOf([before, out, ...after], form), remove('a/Out.class'))).toEqual(
      zipOf([before, ...after], form),
    )
    expect(rewritten(zipOf([out, before, ...after], form), remove('a/Out.class'))).toEqual(
      zipOf([before, ...after], form),
    )
    expect(rewritten(zipOf([before, ...after, out], form), remove('a/Out.class'))).toEqual(
      zipOf([before, ...after], form),
    )
  })

  test('with nothing to change is the same bytes', () => {
    const zip = zipOf([before, out, ...after], form)

    expect(rewritten(zip, remove())).toEqual(zip)
  })

  test('with an archive in an archive in it changed is what a packer would have made', () => {
    const nested = (...members: readonly ZipMember[]): Buffer => {
      const jar = zipOf(members, form)
      const war = zipOf([before, { name: 'lib/x.jar', content: jar, ...each }], form)
      return zipOf([before, { name: 'app.war', content: war, ...each }, ...after], form)
    }

    const change = inside('app.war', inside('lib/x.jar', remove('a/Out.class')))
    expect(rewritten(nested(before, out, ...after), change)).toEqual(nested(before, ...after))
  })
})

describe('contents that are stored', () => {
  /** A zip whose second stored entry begins at a multiple of `alignment`, with the padding of one tool or another. */
  function aligned(alignment: number, padding: (size: number) => Buffer): Buffer {
    const made = (size: number): Buffer =>
      zipOf([
        { name: 'a/Out.class', content: 'out with it' },
        { name: 'lib/x.so', content: 'mapped into memory', method: 'store', extra: padding(size) },
        { name: 'b', content: 'b' },
      ])
    const contentAt = entriesOf(made(16))[1]?.contentAt ?? 0
    const zip = made(16 + ((alignment - (contentAt % alignment)) % alignment))
    expect((entriesOf(zip)[1]?.contentAt ?? 1) % alignment).toBe(0)
    return zip
  }

  const field = (size: number): Buffer => {
    const bytes = Buffer.alloc(size)
    bytes.writeUInt16LE(0xd935, 0)
    bytes.writeUInt16LE(size - 4, 2)
    return bytes
  }

  test.each([
    ['to 4 bytes, with a field for it', 4, field],
    ['to 4 bytes, with zeros', 4, (size: number) => Buffer.alloc(size)],
    ['to pages of 4 KiB', 4_096, field],
    ['to pages of 4 KiB, with zeros', 4_096, (size: number) => Buffer.alloc(size)],
    ['to pages of 16 KiB', 16_384, field],
  ])('aligned %s are so afterwards', (_how, alignment, padding) => {
    const zip = aligned(alignment, padding)

    const [entry] = entriesOf(rewritten(zip, remove('a/Out.class')))

    expect(entry).toMatchObject({ name: 'lib/x.so', stored: true })
    expect((entry?.contentAt ?? 1) % alignment).toBe(0)
    expect(entry?.extra.length).toBeLessThan(alignment + 6)
    expect(readZip(rewritten(zip, remove('a/Out.class')))).toEqual(readZip(zip).slice(1))
  })

  test('other extra fields stay before the padding', () => {
    const other = Buffer.from('5455050001a0b0c0d0', 'hex')
    const zip = aligned(4_096, (size) => Buffer.concat([other, field(size)]))

    const [entry] = entriesOf(rewritten(zip, remove('a/Out.class')))

    expect(entry?.extra.subarray(0, other.length)).toEqual(other)
    expect((entry?.contentAt ?? 1) % 4_096).toBe(0)
  })

  test('nested archives stay stored and aligned, deflated ones are deflated again', () => {
    const jar = zipOf([
      { name: 'Out.class', content: 'out' },
      { name: 'B.class', content: 'b'.repeat(99) },
    ])
    const zip = zipOf([
      { name: 'BOOT-INF/lib/s.jar', content: jar, method: 'store', extra: field(4_096 - 30 - 18) },
      { name: 'BOOT-INF/lib/d.jar', content: jar },
    ])
    expect(entriesOf(zip)[0]?.contentAt).toBe(4_096)
    const change = {
      ...nothing,
      nested: new Map(['s', 'd'].map((name) => [`BOOT-INF/lib/${name}.jar`, remove('Out.class')])),
    }

    const after = rewritten(zip, change)

    expect(entriesOf(after)).toMatchObject([{ contentAt: 4_096, stored: true }, { stored: false }])
    for (const { content } of readZip(after)) expect(readZip(content).map(({ name }) => name)).toEqual(['B.class'])
  })
})

describe('of several entries by one name', () => {
  const twice = (first: string, second: string): Buffer =>
    zipOf([
      { name: 'A.class', content: first },
      { name: 'b', content: 'b' },
      { name: 'A.class', content: second },
    ])

  test('the one is removed that was recognised', () => {
    const change = { ...nothing, removals: [removalOf('A.class', 'the other')] }

    expect(readZip(rewritten(twice('this', 'the other'), change)).map(({ content }) => String(content))).toEqual([
      'this',
      'b',
    ])
  })

  test('none is, where none is as it was seen', () => {
    expect(refusalOf(twice('this', 'that'), { ...nothing, removals: [removalOf('A.class', 'neither')] })).toBe(
      'unsupported',
    )
  })
})

describe('a signature', () => {
  const manifest =
    'Manifest-Version: 1.0\r\nMain-Class: a.Main\r\n\r\n' +
    'Name: a/Out.class\r\nSHA-256-Digest: abc=\r\n\r\n' +
    'Name: a/\r\nSealed: true\r\nSHA-256-Digest: a digest that goes on in\r\n  the next line\r\n\r\n' +
    'Name: a/B.class\r\nsha-512-digest: def=\r\n\r\n'
  const zip = zipOf([
    { name: 'META-INF/MANIFEST.MF', content: manifest },
    { name: 'META-INF/SELLER.SF', content: 'Signature-Version: 1.0' },
    { name: 'META-INF/seller.ec', content: 'a signature' },
    { name: 'a/Out.class', content: 'out' },
    { name: 'a/B.class', content: 'b' },
  ])

  test('is not broken unasked', () => {
    expect(refusalOf(zip, remove('a/Out.class'))).toBe('signed')
  })

  test('is taken away if asked, with the digests that mean nothing without it', () => {
    const after = readZip(rewritten(zip, remove('a/Out.class'), true))

    expect(after.map(({ name }) => name)).toEqual(['META-INF/MANIFEST.MF', 'a/B.class'])
    expect(String(after[0]?.content)).toBe(
      'Manifest-Version: 1.0\r\nMain-Class: a.Main\r\n\r\nName: a/\r\nSealed: true\r\n\r\n',
    )
  })

  test('of what encloses the change counts, that of its neighbours does not', () => {
    const war = zipOf([
      { name: 'signed.jar', content: zip },
      { name: 'x.jar', content: zipOf([{ name: 'O' }, { name: 'P' }]) },
    ])

    expect(refusalOf(war, inside('x.jar', remove('O')))).toBeNull()
    expect(refusalOf(war, inside('signed.jar', remove('a/Out.class')))).toBe('signed')
  })

  test('that lies before the directory, as in Android packages, counts too', () => {
    const plain = zipOf([{ name: 'O' }, { name: 'P' }])
    const start = plain.readUInt32LE(plain.length - 6)
    const block = Buffer.alloc(8 + 40 + 24)
    block.writeBigUInt64LE(BigInt(block.length - 8), 0)
    block.writeBigUInt64LE(BigInt(block.length - 8), 48)
    block.write('APK Sig Block 42', 56)
    const signed = Buffer.concat([plain.subarray(0, start), block, plain.subarray(start)])
    signed.writeUInt32LE(start + block.length, signed.length - 6)

    expect(refusalOf(signed, remove('O'))).toBe('signed')
    expect(rewritten(signed, remove('O'), true)).toEqual(zipOf([{ name: 'P' }]))
  })
})

describe('is refused', () => {
  const plain = [
    { name: 'O', content: 'o' },
    { name: 'P', content: 'p' },
  ]

  test.each<readonly [string, RefusalReason, Buffer, ArchiveChange]>([
    ['what has lost its directory', 'damaged', zipOf(plain, { directory: false }), remove('O')],
    ['what its directory does not name', 'damaged', zipOf(plain), remove('Q')],
    ['a nested archive that its directory does not name', 'damaged', zipOf(plain), inside('q.jar', remove('Q'))],
    [
      'a nested archive whose compression is not written',
      'unsupported',
      zipOf([{ name: 'q.jar', method: 12, content: 'BZh' }]),
      inside('q.jar', remove('Q')),
    ],
  ])('%s', (_what, reason, zip, change) => {
    expect(refusalOf(zip, change)).toBe(reason)
  })

  test('an archive whose entries share bytes', () => {
    const zip = zipOf(plain)
    const second = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 4)
    zip.writeUInt32LE(0, second + 42)

    expect(refusalOf(zip, remove('O'))).toBe('damaged')
  })
})

describe('whatever it is given', () => {
  const name = fc.stringMatching(/^[a-z]{1,8}(?:\/[a-z]{1,8}){0,2}$/)
  const members = fc.uniqueArray(
    fc.record({
      name,
      content: fc.uint8Array({ maxLength: 300 }),
      method: fc.constantFrom('store' as const, 'deflate' as const),
      descriptor: fc.boolean(),
    }),
    { selector: (member) => member.name, minLength: 1, maxLength: 12 },
  )

  test('all other contents stay, as they are compressed and in their order', () => {
    fc.assert(
      fc.property(members, fc.nat(), fc.boolean(), fc.string({ maxLength: 20 }), (all, pick, zip64, stub) => {
        const gone = all[pick % all.length]!
        const after = rewritten(zipOf(all, { zip64, stub }), remove(gone.name))
        const plain = zipOf(
          all.filter((member) => member !== gone),
          { zip64: false },
        )

        if (!zip64 && stub === '') {
          expect(readZip(after)).toEqual(readZip(plain))
          expect(entriesOf(after).map(({ stored }) => stored)).toEqual(entriesOf(plain).map(({ stored }) => stored))
        }
        expect(rewritten(after, remove())).toEqual(after)
      }),
      { numRuns: 300 },
    )
  })

  test('a damaged archive is refused or rewritten, and nothing else happens', () => {
    const base = zipOf(
      [
        { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0' },
        {
          name: 'x.jar',
          content: zipOf([
            { name: 'O', content: 'o' },
            { name: 'P', content: 'p' },
          ]),
        },
        { name: 's.jar', method: 'store', content: zipOf([{ name: 'O', content: 'o' }]) },
      ],
      { comment: 'c' },
    )
    const change = { ...nothing, nested: new Map(['x.jar', 's.jar'].map((path) => [path, remove('O')])) }
    let rewrites = 0
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (flips) => {
        const damaged = Buffer.from(base)
        for (const [at, byte] of flips) damaged[at] = byte
        try {
          rewritten(damaged, change)
          rewrites++
        } catch (error) {
          expect(['Refusal', 'ArchiveGap']).toContain(error instanceof Error ? error.name : error)
        }
      }),
      { numRuns: 3_000 },
    )
    expect(rewrites).toBeGreaterThan(100)
    expect(rewrites).toBeLessThan(2_900)
  })
})
