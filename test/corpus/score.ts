import type { Recipe } from './recipe.ts'
import type { Said } from './verdicts.ts'

/** Over all cases, one flaw in one case being one thing to find. */
export interface Score {
  readonly cases: number
  readonly found: number
  readonly missed: number
  /** Flaws that were said of what does not have them. */
  readonly falsely: number
}

export function scoreOf(recipes: readonly Recipe[], saidOf: (recipe: Recipe) => Said): Score {
  const each = recipes.map((recipe) => {
    const { affected } = saidOf(recipe)
    const found = recipe.expected.affected.filter((id) => affected.includes(id)).length
    return { found, missed: recipe.expected.affected.length - found, falsely: affected.length - found }
  })
  const sum = (of: (one: (typeof each)[number]) => number): number => each.reduce((total, one) => total + of(one), 0)
  return {
    cases: recipes.length,
    found: sum(({ found }) => found),
    missed: sum(({ missed }) => missed),
    falsely: sum(({ falsely }) => falsely),
  }
}
