import { mkdtempSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Planted, Recipe } from './recipe.ts'
import { openWorkshop } from './workshop.ts'

/** Follows every recipe in a new folder; each in a folder of its own, named by its id. */
export async function buildCorpus(recipes: readonly Recipe[]): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'fireline-corpus-'))
  const workshop = await openWorkshop()
  try {
    // All at once, so that what they need is brought and made together.
    await Promise.all(
      recipes.map(async (recipe) => {
        for (const file of await recipe.build(workshop)) await plant(join(root, recipe.id), file)
      }),
    )
  } finally {
    workshop.close()
  }
  return root
}

async function plant(folder: string, file: Planted): Promise<void> {
  const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(file.path)])
  // A name that is not UTF-8 is never in a folder of its own here.
  await mkdir(typeof file.path === 'string' ? dirname(join(folder, file.path)) : folder, { recursive: true })
  if ('linkTo' in file) await symlink(file.linkTo, path)
  else await writeFile(path, file.content)
}
