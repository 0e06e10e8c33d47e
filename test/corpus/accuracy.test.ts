import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fireline } from '../kit/fireline.ts'
import { describeWithLab } from '../kit/lab.ts'
import { buildCorpus } from './build-corpus.ts'
import { innocent, type Recipe } from './recipe.ts'
import { recipes } from './recipes/index.ts'
import { scoreOf } from './score.ts'
import { type Said, Verdicts } from './verdicts.ts'

const shallow = recipes.filter(({ needs }) => needs === undefined)
const deep = recipes.filter(({ needs }) => needs === 'deep')
/** Where a look at every class might accuse somebody: those who must not be accused, beside what needs it. */
const lookedAtDeeply = [...deep, ...recipes.filter(({ expected }) => expected.affected.length === 0)]

describeWithLab('fireline scan, over every hard case at once', () => {
  let root = ''
  let scanned: Verdicts
  let again: Verdicts
  let alone: Verdicts
  let deeply: Verdicts

  beforeAll(async () => {
    root = await buildCorpus(recipes)
    const scan = async (paths: readonly string[], ...args: readonly string[]): Promise<Verdicts> => {
      const { code, stdout, stderr } = await fireline(['scan', ...paths, '--all', '--format', 'jsonl', ...args])
      expect(code, stderr).toBe(1)
      return new Verdicts(root, stdout)
    }
    const cache = ['--cache', `${root}.cache`]
    scanned = await scan([root], ...cache)
    again = await scan([root], ...cache)
    alone = await scan([root], '--workers', '1')
    deeply = await scan(
      lookedAtDeeply.map(({ id }) => join(root, id)),
      '--deep',
    )
  }, 600_000)

  afterAll(() => {
    rmSync(root, { recursive: true, force: true })
    rmSync(`${root}.cache`, { force: true })
  }, 60_000)

  test.each(shallow.map((recipe) => [recipe.says, recipe] as const))('%s', (_, recipe) => {
    expect(scanned.of(recipe), join(root, recipe.id)).toEqual(wanted(recipe, scanned.of(recipe)))
  })

  test.each(deep.map((recipe) => [recipe.says, recipe] as const))('%s, with --deep and only so', (_, recipe) => {
    expect(deeply.of(recipe), join(root, recipe.id)).toEqual(wanted(recipe, deeply.of(recipe)))
    expect(scanned.of(recipe)).toEqual(wanted({ ...recipe, expected: innocent }, scanned.of(recipe)))
  })

  test('a look at every class accuses none of those whom nothing may be said of', () => {
    for (const recipe of lookedAtDeeply)
      expect(deeply.of(recipe).affected, recipe.id).toEqual(wanted(recipe, deeply.of(recipe)).affected)
  })

  test('a second scan from its cache, and a scan by one thread, say the same of each', () => {
    for (const recipe of recipes) {
      expect(again.of(recipe), recipe.id).toEqual(scanned.of(recipe))
      expect(alone.of(recipe), recipe.id).toEqual(scanned.of(recipe))
    }
  })

  test('nothing is missed and nobody is accused falsely, in all of at least 250 cases', () => {
    const score = scoreOf(recipes, (recipe) => (recipe.needs === 'deep' ? deeply : scanned).of(recipe))

    expect(score).toMatchObject({ missed: 0, falsely: 0 })
    expect(score.cases).toBeGreaterThanOrEqual(250)
    expect(score.found).toBeGreaterThanOrEqual(1_000)
  })
})

/** What a recipe expects, in the words of what was said. */
function wanted({ expected }: Recipe, said: Said): Said {
  const { affected, open = [], components = said.components, gaps = [] } = expected
  return { affected: [...affected].sort(), open: [...open].sort(), components, gaps: [...gaps].sort() }
}
