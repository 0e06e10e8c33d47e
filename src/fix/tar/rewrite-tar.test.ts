import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readZip } from '../../../test/kit/archives/read-zip.ts'
import { recorded } from '../../../test/kit/archives/recorded.ts'
import { zipOf } from '../../../test/kit/archives/zip.ts'
import { fixDoors } from '../../../test/kit/fix-doors.ts'
import { type TarMember as Member, tarOf } from '../../../test/kit/tar.ts'
import { bytesOf, PieceReader, tarMembers } from '../../archive/index.ts'
import type { ArchiveChange, Removal } from '../change.ts'
import { Refusal } from '../refusal.ts'
import { rewriteArchive } from '../rewrite-archive.ts'

const removalOf = (path: string): Removal => ({
  path,
  className: path,
  role: 'any',
  remedy: 'any',
  instead: 'nothing',
  crc32: 0,
  size: 0,
})
const removing = (format: 'zip' | 'tar', ...paths: readonly string[]): ArchiveChange => ({
  format,
  removals: paths.map(removalOf),
  nested: new Map(),
})
const inside = (format: 'zip' | 'tar' | 'gzip', nested: Readonly<Record<string, ArchiveChange>>): ArchiveChange => ({
  format,
  removals: [],
  nested: new Map(Object.entries(nested)),
})

function rewritten(archive: Uint8Array, change: ArchiveChange): Buffer {
  const doors = fixDoors()
  const result = Buffer.concat([...rewriteArchive(bytesOf(archive), change, { stripSignature: false }, doors)])
  expect(doors.kept()).toBe(0)
  return result
}

function refusalOf(archive: Uint8Array, change: ArchiveChange): string | null {
  try {
    rewritten(archive, change)
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.because
    throw error
  }
}

interface Part {
  readonly name: string
  /** All that belongs to it: its extra headers, its header, its content. */
  readonly whole: Buffer
  readonly content: Buffer
  readonly header: Buffer
}

/** Every member by its own bytes; that the checksums are right is seen by their being read at all. */
function partsOf(tar: Uint8Array): readonly Part[] {
  const bytes = Buffer.from(tar)
  return [...tarMembers(new PieceReader([bytes]))].map(({ name, startAt, contentAt, size, endAt, header }) => ({
    name,
    whole: bytes.subarray(startAt, endAt),
    content: bytes.subarray(contentAt, contentAt + size),
    header: Buffer.from(header),
  }))
}

describe('what goes from a tar as GNU tar wrote it goes alone', () => {
  test.each([
    ['ustar.tar', 'lib/square.bin'],
    ['v7.tar', 'lib/square.bin'],
    ['gnu.tar', 'lib/square.bin'],
    ['pax.tar', 'lib/square.bin'],
    ['gnu.tar', `lib/${'d'.repeat(90)}/${'n'.repeat(90)}.txt`],
    ['pax.tar', `lib/${'d'.repeat(90)}/${'n'.repeat(90)}.txt`],
  ])('%s without %s', (name, gone) => {
    const tar = recorded(name)

    const after = rewritten(tar, removing('tar', gone))

    expect(partsOf(after)).toEqual(partsOf(tar).filter((part) => part.name !== gone))
    expect(partsOf(after).length).toBe(partsOf(tar).length - 1)
    expect(after.subarray(-1_024).every((byte) => byte === 0)).toBe(true)
  })

  test.each([
    ['to as many records', 1_280, 10_240, 10_240],
    ['to a record less', 5_200, 20_480, 10_240],
    ['or not, where it was not', 1_280, 10_240 + 512, 10_240 + 512 - 4_608],
  ])('and a tar that was filled with zeros is so again, %s', (_how, rest, length, expected) => {
    const tar = tarOf([
      { name: 'A.class', content: 'a'.repeat(4_000) },
      { name: 'z', content: 'z'.repeat(rest) },
    ])
    const filled = Buffer.concat([tar, Buffer.alloc(length - tar.length)])

    const after = rewritten(filled, removing('tar', 'A.class'))

    expect(partsOf(after).map(({ name }) => name)).toEqual(['z'])
    expect(after.length).toBe(expected)
  })
})

const jar = zipOf([
  { name: 'Out.class', content: 'o'.repeat(2_000), method: 'store' },
  { name: 'In.class', content: 'i' },
])
const without = rewritten(jar, removing('zip', 'Out.class'))
const around: readonly Member[] = [{ name: 'app/' }, { name: 'app/README', content: 'read me' }]
const plain = tarOf([...around, { name: 'app/a.jar', content: jar }, { name: 'app/z', content: 'z' }])
const outOfJar = inside('tar', { 'app/a.jar': removing('zip', 'Out.class') })

/** The tar with the field of the jar's size written in another way, and the header's checksum after it. */
function withSizeField(field: Buffer, before: Buffer = Buffer.alloc(0)): Buffer {
  const at = plain.indexOf('app/a.jar')
  const header = Buffer.from(plain.subarray(at, at + 512))
  field.copy(header, 124)
  header.write('        ', 148)
  header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8)}\0 `, 148)
  return Buffer.concat([plain.subarray(0, at), before, header, plain.subarray(at + 512)])
}

const octal = jar.length.toString(8)
const base256 = Buffer.alloc(12)
base256[0] = 0x80
base256.writeUInt32BE(jar.length, 8)
const pax = (...records: readonly string[]): Buffer => {
  const tar = tarOf([{ name: 'pax', content: records.join('') }])
  tar[156] = 'x'.charCodeAt(0)
  tar.write('        ', 148)
  tar.write(
    `${tar
      .subarray(0, 512)
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)}\0 `,
    148,
  )
  return tar.subarray(0, 1_024)
}
const sizeRecord = `${String(` size=${jar.length}\n`.length + 2)} size=${jar.length}\n`

describe('of a jar in a tar only the size and the checksum of the header change, where the size is stated', () => {
  test.each([
    ['in octal with zeros before it', plain],
    ['in octal with blanks around it', withSizeField(Buffer.from(`${octal} \0`.padStart(12)))],
    ['in octal in all of the field', withSizeField(Buffer.from(octal.padStart(12, '0')))],
    ['in base 256', withSizeField(base256)],
    ['by pax too', withSizeField(Buffer.from(`${octal.padStart(11, '0')}\0`), pax('13 mtime=1.5\n', sizeRecord))],
    ['by pax alone', withSizeField(Buffer.from('00000000000\0'), pax(sizeRecord, '13 mtime=1.5\n'))],
  ])('%s', (_how, tar) => {
    const after = rewritten(tar, outOfJar)

    const [old, now] = [partsOf(tar), partsOf(after)]
    expect(now.map(({ name }) => name)).toEqual(['app/', 'app/README', 'app/a.jar', 'app/z'])
    for (const index of [0, 1, 3]) expect(now[index]).toEqual(old[index])
    expect(now[2]?.content).toEqual(without)
    const masked = (header: Uint8Array = new Uint8Array(0)): Buffer =>
      Buffer.from(header).fill(0, 124, 136).fill(0, 148, 156)
    expect(masked(now[2]?.header)).toEqual(masked(old[2]?.header))
    expect(now[2]?.whole.includes('mtime=1.5')).toBe(old[2]?.whole.includes('mtime=1.5'))
  })

  test('a record of pax takes as many digits as it needs', () => {
    const after = rewritten(withSizeField(Buffer.from('00000000000\0'), pax(sizeRecord)), outOfJar)

    expect([String(jar.length).length, String(without.length).length]).toEqual([4, 3])
    expect(after.includes(`12 size=${without.length}\n`)).toBe(true)
  })
})

describe('archives in any order are rewritten', () => {
  const out = removing('zip', 'Out.class')

  test('a jar in a tar in a gzip in a zip, and everything around it stays', () => {
    const zip = zipOf([{ name: 'a' }, { name: 'x.tgz', content: gzipSync(plain) }, { name: 'z', content: 'z' }])

    const after = rewritten(zip, inside('zip', { 'x.tgz': inside('gzip', { 'x.tar': outOfJar }) }))

    const [a, tgz, z] = readZip(after)
    expect([a?.name, tgz?.name, z?.content.toString()]).toEqual(['a', 'x.tgz', 'z'])
    expect(gunzipSync(tgz?.content ?? '')).toEqual(rewritten(plain, outOfJar))
  })

  test('a compressed file keeps its header: flags, time, system, name, comment', () => {
    const header = Buffer.from('1f8b0818000102030203', 'hex')
    const named = Buffer.concat([header, Buffer.from('app.tar\0by hand\0'), gzipSync(plain).subarray(10)])

    const after = rewritten(named, inside('gzip', { '': outOfJar }))

    expect(after.subarray(0, 26)).toEqual(named.subarray(0, 26))
    expect(gunzipSync(after)).toEqual(rewritten(plain, outOfJar))
  })

  test('of several members one is made', () => {
    const half = Math.floor(plain.length / 2)
    const two = Buffer.concat([gzipSync(plain.subarray(0, half)), gzipSync(plain.subarray(half))])

    expect(gunzipSync(rewritten(two, inside('gzip', { '': outOfJar })))).toEqual(rewritten(plain, outOfJar))
  })

  test('blocks that can be found by themselves (BGZF) are refused', () => {
    const blocked = Buffer.concat([Buffer.from('1f8b0804000000000003', 'hex'), Buffer.alloc(20)])

    expect(refusalOf(blocked, inside('gzip', { '': outOfJar }))).toBe('unsupported')
  })

  describe('one that cannot be changed stays', () => {
    const signed = zipOf([...readZip(jar), { name: 'META-INF/A.SF' }, { name: 'META-INF/A.RSA' }])
    const told = (archive: Uint8Array, change: ArchiveChange) => {
      const refused: string[] = []
      const options = {
        stripSignature: false,
        refused: (path: readonly string[], { because }: Refusal) => refused.push(`${path.join('!')} ${because}`),
      }
      const after = () => Buffer.concat([...rewriteArchive(bytesOf(archive), change, options, fixDoors())])
      return { refused, after }
    }

    test.each([
      [
        'zip',
        zipOf([
          { name: 's.jar', content: signed },
          { name: 'a.jar', content: jar },
        ]),
      ],
      [
        'tar',
        tarOf([
          { name: 's.jar', content: signed },
          { name: 'a.jar', content: jar },
        ]),
      ],
    ] as const)('and the others in the same %s do not; without it the result is the same', (format, archive) => {
      const { refused, after } = told(archive, inside(format, { 's.jar': out, 'a.jar': out }))

      expect(after()).toEqual(rewritten(archive, inside(format, { 'a.jar': out })))
      expect(refused).toEqual(['s.jar signed'])
      expect(refusalOf(archive, inside(format, { 's.jar': out, 'a.jar': out }))).toBe('signed')
    })

    test('and what holds nothing else to change is not put together anew', () => {
      const war = zipOf([{ name: 's.jar', content: signed }])
      const ear = zipOf([
        { name: 'w.war', content: war },
        { name: 'a.jar', content: jar },
      ])
      const { refused, after } = told(ear, inside('zip', { 'w.war': inside('zip', { 's.jar': out }), 'a.jar': out }))

      expect(after()).toEqual(rewritten(ear, inside('zip', { 'a.jar': out })))
      expect(refused).toEqual(['w.war!s.jar signed'])
    })

    test('and where that is all, nothing is made', () => {
      const { refused, after } = told(zipOf([{ name: 's.jar', content: signed }]), inside('zip', { 's.jar': out }))

      expect(after).toThrow(Refusal)
      expect(refused).toEqual(['s.jar signed'])
    })
  })
})

describe('a tar is refused', () => {
  const digest = 'a'.repeat(64)

  test.each([
    [
      'that has the name twice',
      tarOf([...around, ...['1', '2'].map((content) => ({ name: 'A.class', content }))]),
      'unsupported',
    ],
    [
      'with a hard link to what would go',
      tarOf([
        { name: 'A.class', content: 'a' },
        { name: 'B.class', type: '1', linkTo: 'A.class' },
      ]),
      'unsupported',
    ],
    ['that does not have it', tarOf(around), 'changed'],
    [
      'that docker save wrote',
      tarOf([{ name: 'A.class' }, { name: 'manifest.json' }, { name: `${digest}.json` }]),
      'layer',
    ],
    [
      'that is an OCI layout',
      tarOf([{ name: `blobs/sha256/${digest}` }, { name: 'oci-layout' }, { name: 'A.class' }]),
      'layer',
    ],
    ['that is a layer with a whiteout', tarOf([{ name: 'A.class' }, { name: 'etc/.wh.passwd' }]), 'layer'],
  ])('%s', (_what, tar, because) => {
    expect(refusalOf(tar, removing('tar', 'A.class'))).toBe(because)
  })

  test('that is cut off', () => {
    expect(() => rewritten(plain.subarray(0, 1_200), outOfJar)).toThrow(/too early/)
  })
})
