import type { Recipe } from '../recipe.ts'
import { changedJars } from './changed.ts'
import { explodedTrees } from './exploded.ts'
import { formats } from './formats.ts'
import { hostile } from './hostile.ts'
import { images } from './images.ts'
import { innocents } from './innocents.ts'
import { lookAlikes } from './look-alikes.ts'
import { names } from './names.ts'
import { nesting } from './nesting.ts'
import { products } from './products.ts'
import { rebuilt } from './rebuilt.ts'
import { releases } from './releases.ts'
import { zipForms } from './zip-forms.ts'

/** Every hard case; each is a folder of the corpus. */
export const recipes: readonly Recipe[] = [
  ...names,
  ...nesting,
  ...zipForms,
  ...formats,
  ...images,
  ...changedJars,
  ...explodedTrees,
  ...rebuilt,
  ...products,
  ...releases,
  ...hostile,
  ...lookAlikes,
  ...innocents,
]
