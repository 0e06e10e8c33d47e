import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { packageRoot } from './package-root.ts'
import { readableStack } from './readable-stack.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-stack-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a place in a bundled file is told as the place in the sources', () => {
  // Line 3, column 1 of the file came from line 1, column 1 of the source.
  const map = { version: 3, sources: ['../../src/scan/frame.ts'], names: [], mappings: ';;AAAA' }
  const file = join(folder, 'bundled.js')
  writeFileSync(`${file}.map`, JSON.stringify(map))
  const url = pathToFileURL(file).href

  expect(readableStack(`Error: at ${url}:3:1\n    at look (${url}:3:1)\n    at async ${url}:3:1`)).toBe(
    `Error: at ${url}:3:1\n    at look (${packageRoot}src/scan/frame.ts:1:1)\n    at async ${packageRoot}src/scan/frame.ts:1:1`,
  )
})

test.each([
  'Error: no stack',
  '    at node:internal/main:1:2',
  `    at look (${pathToFileURL(join(folder, 'other.js')).href}:1:2)`,
])('what has no map stays as it is: %s', (stack) => {
  expect(readableStack(stack)).toBe(stack)
})
