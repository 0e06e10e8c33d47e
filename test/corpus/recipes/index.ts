import type { Recipe } from '../recipe.ts'
import { changedContents } from './changed.ts'
import { names } from './names.ts'
import { nesting } from './nesting.ts'
import { releases } from './releases.ts'
import { zipForms } from './zip-forms.ts'

/** Every hard case; each is a folder of the corpus. */
export const recipes: readonly Recipe[] = [...names, ...nesting, ...zipForms, ...changedContents, ...releases]
