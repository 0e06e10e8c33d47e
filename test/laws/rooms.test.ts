import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { cruise } from 'dependency-cruiser'
import { expect, test } from 'vitest'
import cruiserConfig from '../../.dependency-cruiser.mjs'
import { floors } from '../../rooms.mjs'
import { filesLike } from './source-files.ts'

const sources = filesLike(/^src\/.*(?<!\.d)\.ts$/).filter((name) => existsSync(name))
const rooms = [...new Set(sources.flatMap((name) => /^src\/([^/]+)\//.exec(name)?.[1] ?? []))]

test('every folder in src is a room on a floor, and every room has something in it', () => {
  expect([...rooms].sort()).toEqual([...floors.flat()].sort())
})

test.each(rooms)('%s has a door that says what it knows', async (room) => {
  expect(await readFile(`src/${room}/index.ts`, 'utf8')).toMatch(/^\/\*\*\n \* \w+: /)
})

test.each(rooms)('%s is on the map', async (room) => {
  expect(await readFile('ARCHITECTURE.md', 'utf8')).toContain(`\`src/${room}/\``)
})

test('imports keep to the floors, and every source file was looked at', async () => {
  const { output } = await cruise(['src'], {
    ...cruiserConfig.options,
    ruleSet: { forbidden: cruiserConfig.forbidden ?? [] },
    validate: true,
    tsConfig: { fileName: 'tsconfig.test.json' },
  })
  if (typeof output === 'string') throw new Error(output)

  expect(output.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)).toEqual([])
  const looked = new Set(output.modules.map(({ source }) => source))
  expect(sources.filter((name) => !looked.has(name))).toEqual([])
})
