import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesLike } from './source-files.ts'

const lines = filesLike(/^src\/.*(?<!\.test)\.ts$/)
  .filter((file) => existsSync(file))
  .flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((text, i) => ({ at: `${file}:${i + 1}`, text })),
  )

test('a silenced check says why on its line', () => {
  const silenced = lines.filter(({ text }) => /eslint-disable|@ts-(ignore|expect-error|nocheck)/.test(text))

  expect(silenced.filter(({ text }) => !/ -- .{10,}/.test(text))).toEqual([])
})

test('a cast is into a brand of its own file, or says why on its line', () => {
  const brands = new Set(lines.flatMap(({ text }) => /^export type (\w+) = Branded</.exec(text)?.[1] ?? []))
  const casts = lines.flatMap(({ at, text }) => {
    const [, type = ''] =
      /[\w)\]}`] as (?!const\b)(\w+)/.exec(
        text.replace(/\/\*\*.*|^\s*\*.*|^(import|export) .*|^ {2}\w+ as \w+,$/, ''),
      ) ?? []
    return type === '' || brands.has(type) || /\/\/ .{8,}/.test(text) ? [] : [`${at} ${text.trim()}`]
  })

  expect(casts.filter((cast) => !/'[^']* as |`[^`]* as /.test(cast))).toEqual([])
})
