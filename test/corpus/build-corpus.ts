import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fetchArtifacts } from '../../src/node/index.ts'
import type { Planted, Recipe, Releases } from './recipe.ts'

/** Follows every recipe in a new folder; each in a folder of its own, named by its id. */
export async function buildCorpus(recipes: readonly Recipe[]): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'fireline-corpus-'))
  const releases = await releasesFor(recipes)
  for (const recipe of recipes) for (const file of recipe.build(releases)) plant(join(root, recipe.id), file)
  return root
}

/** The jars that the recipes ask for. A first pass over them, on empty jars, learns which those are. */
async function releasesFor(recipes: readonly Recipe[]): Promise<Releases> {
  const wanted = new Set<string>()
  const asking: Releases = {
    jar: (coordinate) => {
      wanted.add(coordinate)
      return emptyZip
    },
  }
  for (const recipe of recipes) recipe.build(asking)
  const paths = await fetchArtifacts([...wanted])
  const jars = new Map([...paths].map(([coordinate, path]) => [coordinate, readFileSync(path)]))
  return { jar: (coordinate) => jars.get(coordinate) ?? emptyZip }
}

const emptyZip = Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex')

function plant(folder: string, file: Planted): void {
  const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(file.path)])
  // A name that is not UTF-8 is never in a folder of its own here.
  mkdirSync(typeof file.path === 'string' ? dirname(join(folder, file.path)) : folder, { recursive: true })
  if ('linkTo' in file) symlinkSync(file.linkTo, path)
  else writeFileSync(path, file.content)
}
