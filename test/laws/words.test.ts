import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesLike } from './source-files.ts'

const texts = filesLike(/\.(ts|mjs|js|json|md|java|ya?ml|sh|css|html)$|^\.ci\/run$/).filter(
  (name) => existsSync(name) && name !== 'test/laws/words.test.ts',
)

test('the project speaks of itself alone: no path of a machine, no host of a registry', () => {
  const foreign = /\/work\/|\/root\/|registry\.npmjs|repo1?\.maven|deb\.debian/

  expect(texts.filter((name) => foreign.test(readFileSync(name, 'utf8')))).toEqual([])
})

test('each direct dependency has its reason, and an exact version', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >
  const all = { ...manifest.dependencies, ...manifest.devDependencies }
  const reasons = readFileSync('docs/decisions/0002-dependencies.md', 'utf8')

  expect(Object.keys(all).filter((name) => !reasons.includes(`\`${name}\``))).toEqual([])
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
})
