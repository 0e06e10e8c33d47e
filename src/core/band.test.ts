import { expect, test } from 'vitest'
import { type Band, bandOf } from './band.ts'
import { compareLog4jVersions, readLog4jVersion } from './log4j-version.ts'

const read = (text: string) => {
  const version = readLog4jVersion(text)
  if (version === null) throw new Error(`not a version: ${text}`)
  return version
}

test.each<[string, Band | null]>([
  ['1.2.17', null],
  ['2.0-beta8', null],
  ['2.0-beta9', 'A'],
  ['2.0-rc1', 'A'],
  ['2.0', 'A'],
  ['2.3', 'A'],
  ['2.3.1', 'D'],
  ['2.7', 'A'],
  ['2.8', 'B'],
  ['2.12.1', 'B'],
  ['2.12.2', 'D'],
  ['2.13.0', 'C'],
  ['2.14.1', 'C'],
  ['2.15.0', 'D'],
  ['2.25.2', 'D'],
  ['3.0.0-beta2', 'D'],
])('release %s is in band %s', (text, band) => {
  expect(bandOf(read(text))).toBe(band)
})

test('pre-releases order before their release', () => {
  const ordered = ['2.0-alpha1', '2.0-beta8', '2.0-beta9', '2.0-rc1', '2.0', '2.0.1', '2.9.1', '2.10.0']

  expect([...ordered].reverse().sort((a, b) => compareLog4jVersions(read(a), read(b)))).toEqual(ordered)
})

test.each(['', '2', '2.', 'v2.14.1', '2.14.1.1', '2.14.1-SNAPSHOT', '2.0-beta'])('%j is no release number', (text) => {
  expect(readLog4jVersion(text)).toBeNull()
})
