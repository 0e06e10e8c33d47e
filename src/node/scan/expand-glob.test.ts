import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { expandGlob, isGlob } from './expand-glob.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-glob-'))
afterAll(() => rmSync(folder, { recursive: true }))
for (const each of ['a/lib', 'a/.hidden', 'b', 'what[1]?']) mkdirSync(join(folder, each), { recursive: true })
for (const each of ['a/lib/x.jar', 'a/lib/y.WAR', 'a/.hidden/z.jar', 'b/x.jar', 'b/x.txt', 'what[1]?/q.jar'])
  writeFileSync(join(folder, each), '')

const found = (pattern: string) => {
  const gaps: string[] = []
  const paths = expandGlob(`${folder}/${pattern}`, ({ at }) => gaps.push(at))
  expect(gaps).toEqual([])
  return paths.map((path) => path.slice(folder.length + 1))
}

test.each([
  ['*', ['a', 'b', 'what[1]?']],
  ['*/*.jar', ['b/x.jar', 'what[1]?/q.jar']],
  ['**/*.jar', ['b/x.jar', 'what[1]?/q.jar', 'a/.hidden/z.jar', 'a/lib/x.jar']],
  ['**/x.{jar,txt}', ['b/x.jar', 'b/x.txt', 'a/lib/x.jar']],
  ['[a-b]/*/?.[jW]*', ['a/.hidden/z.jar', 'a/lib/x.jar', 'a/lib/y.WAR']],
  ['[!a]/x.*', ['b/x.jar', 'b/x.txt']],
  ['a/**/lib/*', ['a/lib/x.jar', 'a/lib/y.WAR']],
  ['*/lib/x.jar', ['a/lib/x.jar']],
  ['*/nothing', []],
  ['b/x.jar/*', []],
  ['[z-a]*', []],
  ['{a,b', ['a', 'b']],
])('%s', (pattern, paths) => {
  expect(found(pattern).toSorted()).toEqual(paths.toSorted())
})

test('what is there under a name with such characters is no pattern', () => {
  expect(isGlob(join(folder, 'what[1]?'))).toBe(false)
  expect(isGlob(join(folder, 'what[2]?'))).toBe(true)
  expect(isGlob(join(folder, 'none'))).toBe(false)
})
