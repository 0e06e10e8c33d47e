import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { ESLint } from 'eslint'
import { expect, test } from 'vitest'
import { filesLike } from './source-files.ts'

const typescript = filesLike(/\.ts$/).filter((name) => existsSync(name))

function run(command: string, ...args: string[]): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`node_modules/${command}`, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  })
  return { code: status, output: `${stdout}${stderr}` }
}

test('the compiler is content, and looked at every TypeScript file', { timeout: 120_000 }, () => {
  expect(run('typescript/bin/tsc', '-p', 'tsconfig.test.json')).toEqual({ code: 0, output: '' })
  const projects = ['tsconfig.test.json', 'tsconfig.pure.json']
  const looked = new Set(
    projects.flatMap((project) => run('typescript/bin/tsc', '-p', project, '--listFilesOnly').output.split('\n')),
  )
  expect(typescript.filter((name) => !looked.has(resolve(name)))).toEqual([])
})

test('pure rooms are compiled without the types of Node or a browser', { timeout: 120_000 }, () => {
  expect(run('typescript/bin/tsc', '-b', 'tsconfig.pure.json', 'tsconfig.node.json')).toEqual({ code: 0, output: '' })
})

test('ESLint with types is content, and looked at every TypeScript file', { timeout: 240_000 }, async () => {
  const eslint = new ESLint()
  const results = await eslint.lintFiles(['.'])
  const flaws = results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId, message }) => `${filePath}:${line} ${ruleId ?? ''} ${message}`),
  )

  expect(flaws).toEqual([])
  const looked = new Set(results.map(({ filePath }) => filePath))
  const wanted = typescript.filter((name) => !name.endsWith('platform.d.ts'))
  expect(wanted.filter((name) => !looked.has(resolve(name)))).toEqual([])
})

test('every file is formatted, and Biome looked at each', () => {
  const { code, output } = run('@biomejs/biome/bin/biome', 'ci', '--max-diagnostics=5', '.')
  const [, checked = '0'] = /Checked (\d+) files/.exec(output) ?? []

  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('Checked') as string })
  expect(Number(checked)).toBeGreaterThanOrEqual(filesLike(/\.(ts|mjs)$/).filter((name) => existsSync(name)).length)
})

test('nothing is unused: no file, no export, no dependency', { timeout: 120_000 }, () => {
  expect(run('knip/bin/knip.js', '--no-progress')).toEqual({ code: 0, output: '' })
})

test('the reference is what the code says', () => {
  const { code, output } = run('../tools/generate-docs.mjs', '--check')

  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining(' 0 stale') as string })
})
