import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { overlapping, sixteenfold } from '../../test/kit/archives/bombs.ts'
import { type ExamineAs, examine } from '../../test/kit/archives/examine.ts'
import { zipQuine } from '../../test/kit/archives/quine.ts'
import { recorded } from '../../test/kit/archives/recorded.ts'
import { vulnerableClasses, vulnerableJar } from '../../test/kit/archives/vulnerable-jar.ts'
import { wrappers, xzOf, xzOfChunks } from '../../test/kit/archives/wrap.ts'
import { zipOf } from '../../test/kit/archives/zip.ts'
import { zstdBomb, zstdFrame } from '../../test/kit/archives/zstd-frame.ts'
import { chance } from '../../test/kit/chance.ts'
import { tarOf } from '../../test/kit/tar.ts'
import type { Bytes } from '../archive/index.ts'

const jar = vulnerableJar()
/** So that a bomb is stopped after some megabytes. */
const tight: ExamineAs['limits'] = { ratio: 100, ratioFloorBytes: 32 * 2 ** 20, memoryBytes: 4 * 2 ** 20 }
/** No input of this file may take longer, on a busy machine. */
const patience = 15_000

/** A file of tar whose content is said to be of 8 GiB, so that nobody can pass over it without reading on. */
const endlessTar = (): Buffer => {
  const header = Buffer.from(tarOf([{ name: 'endless' }]).subarray(0, 512))
  header.write('77777777777\0', 124)
  header.write('        ', 148)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

test('an entry that states the checksum of another content hides none of those', () => {
  const innocent = zipOf([{ name: 'a/B.txt', content: 'x'.repeat(9_000), method: 'store' }])
  const length = Math.max(innocent.length, jar.length)
  const [liar, other] = [innocent, jar].map((bytes) => Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]))
  const bytes = zipOf([
    { name: 'liar.jar', content: liar!, claims: { crc32: crc32(other!) } },
    { name: 'b.jar', content: other! },
  ])

  expect(examine(bytes).vulnerable).toEqual(['file!b.jar'])
})

test('an entry that holds a class is one, though its name ends as that of a folder: Java loads it', () => {
  const named = Object.entries(vulnerableClasses).map(([name, content]) => ({ name: `${name}/`, content }))

  expect(examine(zipOf(named)).vulnerable).toEqual(['file'])
})

describe('of several zips in one file none is passed over', () => {
  const small = zipOf([{ name: 'readme.txt', content: 'nothing' }])
  const empty = Buffer.from(zipOf([])).subarray(-22)
  const commented = (comment: Uint8Array): Buffer => {
    const bytes = Buffer.concat([jar, comment])
    bytes.writeUInt16LE(comment.length, jar.length - 2)
    return bytes
  }

  test.each([
    ['one behind the other', Buffer.concat([jar, small])],
    ['one in the comment of the other', commented(small)],
    ['an empty one in the comment of the other', commented(empty)],
  ])('%s', (_case, bytes) => {
    expect(examine(bytes)).toMatchObject({ vulnerable: ['file'], gaps: [{ because: 'malformed' }] })
  })

  test('and of an empty one that does not end with the file Java knows that it is none', () => {
    expect(examine(commented(Buffer.concat([empty, Buffer.from('more')])))).toMatchObject({
      vulnerable: ['file'],
      gaps: [],
    })
  })
})

test('the same archive twice is told twice, and one in which there is nothing is opened once', () => {
  const innocent = zipOf([{ name: 'a/B.txt', content: 'x'.repeat(9_000), method: 'store' }])
  const twice = (content: Uint8Array) => [
    { name: 'x.jar', content },
    { name: 'y.jar', content },
  ]

  expect(examine(zipOf(twice(jar))).vulnerable).toEqual(['file!x.jar', 'file!y.jar'])
  expect(examine(zipOf(twice(innocent))).archives).toBe(2)
})

describe('an archive that holds itself is refused', () => {
  test('a zip quine', () => {
    const { gaps, archives, millis } = examine(zipQuine())

    expect(gaps).toMatchObject([{ because: 'holds-itself' }])
    expect(archives).toBeLessThan(4)
    expect(millis).toBeLessThan(patience)
  })

  test('among others, which are looked into', () => {
    const bytes = zipOf([
      { name: 'a.zip', content: zipQuine() },
      { name: 'b.jar', content: jar },
    ])

    expect(examine(bytes)).toMatchObject({ vulnerable: ['file!b.jar'], gaps: [{ because: 'holds-itself' }] })
  })

  test('nested for ever in other ways it ends at the limit of depth', () => {
    let bytes: Buffer = jar
    for (let depth = 0; depth < 200; depth++)
      bytes = depth % 2 === 0 ? gzipSync(bytes) : tarOf([{ name: 'x', content: bytes }])
    const { gaps, millis } = examine(bytes)

    expect(gaps).toMatchObject([{ because: 'too-deep' }])
    expect(millis).toBeLessThan(patience)
  })
})

describe('what swells beyond the budget is stopped, and a gap says so', () => {
  test.each([
    ['in gzip', gzipSync(Buffer.concat([endlessTar(), Buffer.alloc(40 * 2 ** 20)]))],
    ['in Zstandard', Buffer.concat([zstdFrame(endlessTar()), zstdBomb(400)])],
    ['in xz', xzOfChunks(swellingChunks(30))],
    ['as the content of a jar', zipOf([{ name: 'x.jar', content: Buffer.alloc(40 * 2 ** 20) }])],
    ['as what a jar is compressed in', zipOf([{ name: 'x.jar', content: '', method: 93, raw: zstdBomb(400) }])],
  ])('%s', (_case, bytes) => {
    const { gaps, millis } = examine(bytes, { limits: tight })

    expect(bytes.length).toBeLessThan(100_000)
    expect(gaps).toMatchObject([{ because: 'too-large' }])
    expect(millis).toBeLessThan(patience)
  })

  test('as many entries that share one content', () => {
    const bytes = overlapping(2_000, Buffer.alloc(2 ** 20))
    const { gaps, millis } = examine(bytes, { limits: tight })

    expect(gaps.map(({ because }) => because)).toContain('too-large')
    expect(millis).toBeLessThan(patience)
  })

  test.each([
    ['archives', '0.jar', 2 ** 24],
    ['classes', 'org/x/JndiLookup.class', 2 ** 17],
    ['metadata', 'META-INF/maven/a/b/pom.properties', 2 ** 19],
  ])('as many %s that share one content, which breaks off at its end', (_case, name, size) => {
    const raw = deflateRawSync(Buffer.alloc(size)).subarray(0, -1)
    const bytes = overlapping(20_000, Buffer.alloc(0), { name, raw, claims: { size } })
    const { gaps, millis } = examine(bytes, { limits: tight })

    expect(gaps.map(({ because }) => because)).toContain('too-large')
    expect(millis).toBeLessThan(patience)
  })

  test('as archives in archives, sixteen in each', () => {
    const { gaps, archives, millis } = examine(sixteenfold(5), { limits: tight })

    expect(gaps.some(({ because }) => because === 'too-large')).toBe(true)
    expect(archives).toBeLessThan(500_000)
    expect(millis).toBeLessThan(patience)
  })

  test('what was found before it is told', () => {
    const bytes = zipOf([
      { name: 'a.jar', content: jar },
      { name: 'x.jar', content: Buffer.alloc(40 * 2 ** 20) },
    ])

    expect(examine(bytes, { limits: tight }).vulnerable).toEqual(['file!a.jar'])
  })
})

test('an entry of any name whose content cannot be undone is a gap, since it may have been an archive', () => {
  const raw = Buffer.alloc(600, 0xff)
  const { gaps } = examine(zipOf([{ name: 'lib/data.bin', content: '', method: 8, raw, claims: { size: 90_000 } }]))

  expect(gaps).toMatchObject([{ at: 'file!lib/data.bin', because: 'malformed' }])
})

test('damaged entries without end are stopped, because each holds memory for a while', () => {
  const raw = Buffer.alloc(600, 0xff)
  const bytes = overlapping(30_000, Buffer.alloc(0), { name: 'x.bin', raw, claims: { size: 90_000 } })
  const { gaps, millis } = examine(bytes, { limits: { damaged: 2_000 } })

  expect(gaps).toContainEqual(expect.objectContaining({ because: 'too-many' }))
  expect(millis).toBeLessThan(patience)
})

describe('what asks for more memory than there is becomes a gap', () => {
  test.each([
    ['a window of 2 GiB in Zstandard', recorded('content-window2g.zst'), 'too-large'],
    ['a window of 2 TiB in Zstandard', zstdFrame(jar, { windowLog: 41 }), 'too-large'],
    ['a directory of 7z said to be of 2^63 bytes', seven(2n ** 63n - 1n), null],
    ['a directory of 7z said to be at 2^62', seven(100n, 2n ** 62n), null],
  ])('%s', (_case, bytes, because) => {
    const { gaps, millis } = examine(bytes)

    expect(gaps).toHaveLength(1)
    if (because !== null) expect(gaps[0]?.because).toBe(because)
    expect(millis).toBeLessThan(patience)
  })

  test('but a dictionary of 4 GiB in xz takes no more than its content', () => {
    expect(examine(xzOfChunks([stored(jar)], { dictionary: 40 })).vulnerable).toEqual(['file'])
  })
})

describe('ten million entries', () => {
  test('in a directory are passed over one by one', () => {
    const { gaps, millis } = examine(manyRecords(10_000_000, 'a.class'))

    expect(gaps).toEqual([])
    expect(millis).toBeLessThan(60_000)
  }, 120_000)

  test('that each ask to be looked at are a gap after so many', () => {
    const { gaps, millis } = examine(manyRecords(300_000, 'META-INF/maven/a/b/pom.properties'))

    expect(gaps.map(({ because }) => because)).toContain('too-many')
    expect(millis).toBeLessThan(60_000)
  }, 120_000)

  test('beyond the limit are a gap', () => {
    expect(examine(manyRecords(5_000), { limits: { entries: 1_000 } }).gaps).toMatchObject([{ because: 'too-many' }])
  })
})

describe('names are only names', () => {
  test.each([
    ['that lead out of the archive', '../../../../etc/'],
    ['with NUL in them', 'a\0b/'],
    ['that are absolute', '/'],
    ['with backslashes', 'BOOT-INF\\classes\\'],
    ['as long as can be', `${'x'.repeat(60_000)}/`],
    ['that control a terminal', '\x1b[2J\r\n/'],
  ])('%s', (_case, before) => {
    const members = Object.entries(vulnerableClasses).map(([name, content]) => ({ name: before + name, content }))
    const { vulnerable, gaps } = examine(zipOf(members))
    const nested = examine(zipOf([{ name: `${before}x.jar`, content: jar }]))

    expect(vulnerable).toEqual(['file'])
    expect(gaps).toEqual([])
    expect(nested.vulnerable).toHaveLength(1)
    expect(nested.vulnerable[0]!.length).toBeLessThan(5_000)
  })

  test('that are no UTF-8', () => {
    const bytes = zipOf([{ name: Uint8Array.of(0xe9, 0xff, 0x2e, 0x6a, 0x61, 0x72), content: jar }])

    expect(examine(bytes).vulnerable).toEqual(['file!éÿ.jar'])
  })
})

describe('time is bounded where much is read and nothing comes out', () => {
  test.each([
    ['members of gzip', gzipSync('')],
    ['frames of Zstandard', zstdFrame(new Uint8Array(0))],
    ['frames of LZ4', wrappers['lz4']!('', new Uint8Array(0))],
    ['streams of xz', xzOf(new Uint8Array(0))],
  ])('as in empty %s', (_case, one) => {
    const many = Buffer.concat(Array.from({ length: Math.ceil(2 ** 20 / one.length) }, () => one))

    expect(examine(many, { limits: { millis: 1 } }).gaps.map(({ because }) => because)).toEqual(['too-slow'])
  })
})

test('time is bounded', () => {
  const slow = zipOf(Array.from({ length: 400 }, (_, i) => ({ name: `${i}.jar`, content: noise(i) })))
  const { gaps } = examine(slow, { limits: { millis: 1 } })

  expect(gaps.map(({ because }) => because)).toContain('too-slow')
})

test('what brings a reader down leaves the next archive to it as it was', () => {
  const luck = chance(3)
  const seed = recorded('solid.7z')
  for (let i = 0; i < 300; i++) {
    const bytes = Uint8Array.from(seed)
    for (let edits = 0; edits < 4; edits++) bytes[32 + luck.below(bytes.length - 32)] = luck.below(256)
    examine(bytes)
  }

  expect(examine(seed)).toMatchObject({ gaps: [], archives: 1 })
})

/** A chunk of LZMA2 that xz made of 2 MiB of zeros, again and again, behind the beginning of a tar. */
function swellingChunks(times: number): readonly Uint8Array[] {
  const zeros = Buffer.from(
    '//8RAWxdAABv/f//o7f/Rz5IFXI5YVG4kijmo4YH+e7kHoLTL8U6PAFLsX7JiopNL6MN2X+m44wjEVPgWRjFdYrid/i2lH8MasDedElk4ulc' +
      'U7IE2PdEDKtfDW1G6eXDdoi3llestk3haR1v+0uIEGxCy4g/XACP0E6vJiiUcR89jyThcJ6nI1/sKMuF0ZWYin4qkfIndfcZwAaYTZj92K/V' +
      'kA/EJVP49ZE2MQWlsO5vwXBNRwzRkRGqrWAdus6xJxhcWYbpZlJYvul2rFnk5VsFCPnH2q38+1IrdM0eWyBC+d1TPfgpZAk7gMsqbN+1O/DE' +
      'vS5fqg8+S2ZCkBMO/xCT+HF4WfgLzf+VKEYPqfx83vuaMC5WwI+F84OBwGXEJVP49ZE2MQWlsO5vwXBNRwzRkRGqrWAdus6xJxhcWYbpZlJY' +
      'vul2rFnk5VsFCPnH2q38+1IrdM0eWyBC+d1TPfgpZAk7gMsqbN+1O/DEvEgn5lg=',
    'base64',
  )
  return [stored(endlessTar()), ...Array.from({ length: times }, () => zeros)]
}

/** One chunk of LZMA2 that is not compressed. */
function stored(content: Uint8Array): Buffer {
  const head = Buffer.from([1, 0, 0])
  head.writeUInt16BE(content.length - 1, 1)
  return Buffer.concat([head, content])
}

/** The start header of a 7z whose directory is said to be of that size and at that place. */
function seven(size: bigint, at = 0n): Buffer {
  const bytes = Buffer.from(recorded('solid.7z'))
  bytes.writeBigUInt64LE(at, 12)
  bytes.writeBigUInt64LE(size, 20)
  return bytes
}

/** A zip with so many records in its directory, of which no more than one lies in memory. */
function manyRecords(count: number, name = 'a.class'): Bytes {
  const one = zipOf([{ name, content: 'x', method: 'store' }])
  const directoryAt = one.readUInt32LE(one.length - 6)
  const record = one.subarray(directoryAt, one.length - 22)
  const stretch = Buffer.concat(Array.from({ length: Math.ceil(2 ** 20 / record.length) + 1 }, () => record))
  const ends = Buffer.from(zipOf([], { zip64: true }))
  const directorySize = count * record.length
  ends.writeBigUInt64LE(BigInt(count), 24)
  ends.writeBigUInt64LE(BigInt(count), 32)
  ends.writeBigUInt64LE(BigInt(directorySize), 40)
  ends.writeBigUInt64LE(BigInt(directoryAt), 48)
  ends.writeBigUInt64LE(BigInt(directoryAt + directorySize), 64)
  const size = directoryAt + directorySize + ends.length
  return {
    size,
    read(offset, length) {
      const bytes = Buffer.alloc(Math.max(0, Math.min(size, offset + length) - offset))
      one.copy(bytes, 0, Math.min(offset, directoryAt), directoryAt)
      const until = Math.min(offset + bytes.length, directoryAt + directorySize)
      for (let at = Math.max(offset, directoryAt); at < until; ) {
        at += stretch.copy(
          bytes,
          at - offset,
          (at - directoryAt) % record.length,
          until - at + ((at - directoryAt) % record.length),
        )
      }
      const endsAt = directoryAt + directorySize
      ends.copy(bytes, Math.max(0, endsAt - offset), Math.max(0, offset - endsAt))
      return bytes
    },
  }
}

function noise(seed: number): Uint8Array {
  const luck = chance(seed)
  return Uint8Array.from({ length: 2_000 }, () => luck.below(256))
}
