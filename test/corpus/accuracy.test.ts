import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fireline } from '../kit/fireline.ts'
import { describeWithLab } from '../kit/lab.ts'
import { buildCorpus } from './build-corpus.ts'
import { recipes } from './recipes/index.ts'
import { Verdicts } from './verdicts.ts'

describeWithLab('fireline scan, over every hard case at once', () => {
  let root = ''
  let first: Verdicts
  let again: Verdicts

  beforeAll(async () => {
    root = await buildCorpus(recipes)
    const args = ['scan', root, '--all', '--format', 'jsonl', '--cache', `${root}.cache`]
    const scanned = await fireline(args)
    expect(scanned.code, scanned.stderr).toBe(1)
    first = new Verdicts(root, scanned.stdout)
    again = new Verdicts(root, (await fireline(args)).stdout)
  }, 300_000)

  afterAll(() => {
    rmSync(root, { recursive: true, force: true })
    rmSync(`${root}.cache`, { force: true })
  }, 60_000)

  test.each(recipes.map((recipe) => [recipe.says, recipe] as const))('%s', (_, recipe) => {
    const said = first.of(recipe)
    const { affected, open = [], components = said.components, gaps = [] } = recipe.expected
    expect(said, join(root, recipe.id)).toEqual({ affected, open, components, gaps: [...gaps].sort() })
  })

  test('a second scan from its cache says the same of each', () => {
    for (const recipe of recipes) expect(again.of(recipe), recipe.id).toEqual(first.of(recipe))
  })
})
