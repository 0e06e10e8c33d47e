import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { expect, inject, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

const packed = inject('packed')
const names = execFileSync('tar', ['-tzf', packed.tarball], { encoding: 'utf8' })
  .trimEnd()
  .split('\n')
  .map((name) => name.replace(/^package\//, ''))

test('the package holds what runs and what a user reads, and no tests', () => {
  expect(names.filter((name) => /\.test\.|testdata|tsbuildinfo|^test\/|^src\//.test(name))).toEqual([])
  for (const name of [
    'dist/bundle/fireline.js',
    'dist/index.d.ts',
    'lab/artifacts.json',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'SECURITY.md',
  ]) {
    expect(names).toContain(name)
  }
})

test('what runs makes no buffers in the way that Node warns an operator of', () => {
  const scripts = names.filter((name) => /^dist\/bundle\/.*\.js$/.test(name))
  expect(scripts.length).toBeGreaterThan(3)

  expect(scripts.filter((name) => /\bnew Buffer\(/.test(readFileSync(name, 'utf8')))).toEqual([])
})

test('publint has nothing to say', async () => {
  const { messages } = await publint({ pkgDir: '.', strict: true })

  expect(messages.map((message) => formatMessage(message, manifest))).toEqual([])
})
