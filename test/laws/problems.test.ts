import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesLike } from './source-files.ts'

interface Declared {
  readonly file: string
  readonly code: string
}

const declared: readonly Declared[] = filesLike(/^src\/.*(?<!\.test)\.ts$/)
  .filter((file) => existsSync(file))
  .flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/problem\(\s*'([^']*)'/g)].map(([, code = '']) => ({ file, code })),
  )

test('every problem code is written ROOM_WHAT_WENT_WRONG and declared once', () => {
  expect(declared.length).toBeGreaterThan(20)
  expect(declared.filter(({ code }) => !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(code))).toEqual([])
  const codes = declared.map(({ code }) => code)
  expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([])
})

test('every problem is in the reference, and the reference has no other', () => {
  const listed = [...readFileSync('docs/reference/problems.md', 'utf8').matchAll(/^\| `([A-Z0-9_]+)`/gm)].map(
    ([, code]) => code,
  )

  expect(listed.sort()).toEqual(declared.map(({ code }) => code).sort())
})
