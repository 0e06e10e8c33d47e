import { expect, test } from 'vitest'
import { contentsOf, openArchive } from '../../../test/kit/archives/open-archive.ts'
import { longName, recorded, square, tree } from '../../../test/kit/archives/recorded.ts'
import { ar } from './ar.ts'

const longBase = longName.slice(longName.lastIndexOf('/') + 1)
const member = (name: string, size: string, content = ''): string =>
  `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'644'.padEnd(8)}${size.padEnd(10)}\`\n${content}`
const arOf = (...members: readonly string[]): Uint8Array => Buffer.from(`!<arch>\n${members.join('')}`, 'latin1')

test.each([['gnu.ar'], ['bsd.ar']])('%s is read, long names too', (name) => {
  expect(contentsOf(openArchive(ar, recorded(name)))).toEqual({
    'MANIFEST.MF': tree['META-INF/MANIFEST.MF'],
    'square.bin': square,
    [longBase]: tree[longName],
  })
})

test.each([
  ['gzip.deb', 'gz'],
  ['xz.deb', 'xz'],
  ['zstd.deb', 'zst'],
])('a Debian package is one: %s', (name, ending) => {
  const opened = openArchive(ar, recorded(name))

  expect(opened.gap).toBeNull()
  expect(opened.entries.map((entry) => entry.name)).toEqual([
    'debian-binary',
    `control.tar.${ending}`,
    `data.tar.${ending}`,
  ])
})

test.each([
  ['a member larger than the file', arOf(member('a', '9999999999', 'x')), 'truncated'],
  ['a size that is no number', arOf(member('a', '12x', 'x')), 'malformed'],
  ['a negative size', arOf(member('a', '-5', 'x')), 'malformed'],
  ['a table of names of gigabytes', arOf(member('//', '4000000000', 'x')), 'too-large'],
  ['a BSD name longer than its member', arOf(member('#1/99999', '4', 'abcd')), null],
  ['a place in no table of names', arOf(member('/4000000000', '1', 'x\n')), null],
])('%s ends it with a gap, or is read as far as it goes', (_case, bytes, because) => {
  expect(openArchive(ar, bytes).gap?.because ?? null).toBe(because)
})

test('a BSD name of NULs is taken apart at once', () => {
  const name = `a${'\0'.repeat(99_996)}bc`
  const { entries, gap } = openArchive(ar, arOf(member('#1/99999', '100000', `${name}x`)))

  expect(entries.map((entry) => entry.name.length)).toEqual([99_999])
  expect(gap).toBeNull()
})
