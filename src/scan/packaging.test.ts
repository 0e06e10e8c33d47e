import { describe, expect, test } from 'vitest'
import { examine } from '../../test/kit/archives/examine.ts'
import { recorded } from '../../test/kit/archives/recorded.ts'
import { vulnerableClasses, vulnerableJar } from '../../test/kit/archives/vulnerable-jar.ts'
import { wrappers } from '../../test/kit/archives/wrap.ts'
import { zipOf } from '../../test/kit/archives/zip.ts'
import { chance } from '../../test/kit/chance.ts'
import { tarOf } from '../../test/kit/tar.ts'

const jar = vulnerableJar()
const ways = Object.entries(wrappers)

/** As jars are: what lies in it is compressed already. */
function hardlyShrinking(): Buffer {
  const luck = chance(3)
  const noise = Buffer.from(Array.from({ length: 8_000 }, () => luck.below(256)))
  return zipOf([
    ...Object.entries(vulnerableClasses).map(([name, content]) => ({ name, content })),
    { name: 'x', content: noise },
  ])
}

describe('a vulnerable jar without a telling name is found', () => {
  test.each(ways)('in %s', (_way, wrap) => {
    const { vulnerable, gaps } = examine(wrap('lib/data', jar))

    expect(vulnerable).toHaveLength(1)
    expect(gaps).toEqual([])
  })

  test.each([
    ['called a class', 'res/Icon.class'],
    ['called as a class that renaming tools made', 'res/a.class'],
    ['called as a class of Log4j', 'lib/JndiLookup.jar'],
    ['called exactly as that', 'org/apache/logging/log4j/core/lookup/JndiLookup.class'],
  ])('%s', (_case, name) => {
    const bytes = hardlyShrinking()

    expect(examine(zipOf([{ name, content: bytes }]))).toMatchObject({ vulnerable: [`file!${name}`], gaps: [] })
    const stored = zipOf([{ name, content: bytes, method: 'store' }])
    expect(examine(stored, { deep: true }).vulnerable).toEqual([`file!${name}`])
  })

  test('in any two of them, one in the other', () => {
    const missed = ways.flatMap(([outer, around]) =>
      ways.flatMap(([inner, wrap]) => {
        const { vulnerable, gaps } = examine(around('x', wrap('y', jar)))
        return vulnerable.length === 1 && gaps.length === 0 ? [] : [`${outer} around ${inner}`]
      }),
    )

    expect(missed).toEqual([])
  })

  test('in a hundred of them, in any order', () => {
    const luck = chance(7)
    for (let round = 0; round < 5; round++) {
      let bytes: Buffer = jar
      const order: string[] = []
      for (let depth = 0; depth < 100; depth++) {
        const [way, wrap] = ways[luck.below(ways.length)]!
        bytes = wrap('x', bytes)
        order.unshift(way)
      }
      const { vulnerable, gaps } = examine(bytes)
      expect({ vulnerable: vulnerable.length, gaps, order }).toEqual({ vulnerable: 1, gaps: [], order })
    }
  })

  test('but not beyond the limit of depth, which is a gap', () => {
    let bytes: Buffer = jar
    for (let depth = 0; depth < 10; depth++) bytes = zipOf([{ name: 'x.jar', content: bytes }])

    expect(examine(bytes, { limits: { depth: 9 } })).toMatchObject({ vulnerable: [], gaps: [{ because: 'too-deep' }] })
    expect(examine(bytes, { limits: { depth: 10 } })).toMatchObject({ vulnerable: [expect.anything()], gaps: [] })
  })
})

describe('something in front of a jar hides nothing', () => {
  test.each([
    ['a script', '#!/bin/bash\nexec java -jar "$0" "$@"\n'],
    ['a program of Windows', 'MZ\x90\0 and so on'],
    ['a program of Linux', '\x7fELF and so on'],
    ['the mark of a module of Java', 'JM\x01\0'],
    ['anything else', 'no mark that anybody knows'],
  ])('%s', (_case, stub) => {
    const bytes = vulnerableJar({ stub: Buffer.from(stub, 'latin1') })

    expect(examine(bytes)).toMatchObject({ vulnerable: ['file'], gaps: [] })
    expect(examine(tarOf([{ name: 'app', content: bytes }])).vulnerable).toEqual(
      stub.startsWith('no mark') ? [] : ['file!app'],
    )
  })
})

test('classes that lie openly in a tar are judged where they are', () => {
  const classes = Object.entries(vulnerableClasses).map(([name, content]) => ({ name: `app/${name}`, content }))

  expect(examine(tarOf(classes)).vulnerable).toEqual(['file!app'])
})

describe('where not all can be read, what can be is judged, and a gap is told', () => {
  const classes = Object.entries(vulnerableClasses).map(([name, content]) => ({ name, content }))
  const encrypted = zipOf(classes.map((member) => ({ ...member, flags: 1 })))

  test.each([
    ['the directory is cut off', vulnerableJar({ directory: false }), 'truncated'],
    ['it is one part of several', vulnerableJar({ disk: 1 }), 'unsupported'],
    [
      'garbage follows the compressed file',
      Buffer.concat([wrappers['gzip']!('', jar), Buffer.from('garbage')]),
      'malformed',
    ],
    [
      'one of its classes is damaged',
      damaged(zipOf(classes.map((member) => ({ ...member, method: 'store' })))),
      'malformed',
    ],
    [
      'other entries ask for more than is there',
      zipOf([...classes, { name: 'x.jar', content: jar, claims: { packed: 9e6 } }]),
      'truncated',
    ],
  ])('%s', (what, bytes, because) => {
    const { vulnerable, judged, gaps } = examine(bytes)

    expect(judged.length).toBeGreaterThan(0)
    expect(gaps.map((gap) => gap.because)).toContain(because)
    if (!what.includes('damaged')) expect(vulnerable).toEqual(['file'])
  })

  test('names of encrypted classes are judged', () => {
    const { judged, gaps } = examine(encrypted)

    expect(gaps).toMatchObject([{ because: 'encrypted' }])
    expect(judged).toEqual([])
    expect(gaps[0]?.at).toContain('file')
  })

  test('a method of compression that nobody undoes is a gap at the entry', () => {
    const { gaps } = examine(zipOf([{ name: 'lib/a.jar', content: jar, method: 97 }]))

    expect(gaps).toMatchObject([{ at: 'file!lib/a.jar', because: 'unsupported', detail: /WavPack/ }])
  })
})

test('what only an archive should be, and is not, is told', () => {
  expect(
    examine(zipOf([{ name: 'lib/a.jar', content: 'no archive, but long enough to be one. '.repeat(9) }])).gaps,
  ).toMatchObject([{ at: 'file!lib/a.jar', because: 'malformed' }])
})

test.each([
  'solid.7z',
  'rar5-crc.rar',
  'square.cab',
  'gz.rpm',
  'xz.deb',
  'makeself-xz.run',
  'rock-ridge.iso',
  'content.lzma',
])('a harmless archive of another tool has no findings and no gaps: %s', (name) => {
  expect(examine(recorded(name), { name })).toMatchObject({ wasArchive: true, judged: [], gaps: [] })
})

/** A byte of the first class is another one, which its checksum shows. */
function damaged(zipped: Buffer): Buffer {
  const bytes = Buffer.from(zipped)
  bytes.write('X', bytes.indexOf('java:comp/env/'))
  return bytes
}
