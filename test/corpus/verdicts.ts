import type { ComponentFinding, Gap, VexStatus } from '../../src/core/index.ts'
import type { Recipe } from './recipe.ts'

/** What a scan said of one recipe, in the words that its expectation uses. */
export interface Said {
  readonly affected: readonly string[]
  readonly open: readonly string[]
  readonly components: number
  readonly gaps: readonly string[]
}

/** Lines of `--format jsonl`, joined to the recipe in whose folder they lie. */
export class Verdicts {
  readonly #root: string
  readonly #findings: ComponentFinding[] = []
  readonly #gaps: Gap[] = []

  constructor(root: string, jsonl: string) {
    this.#root = root
    for (const text of jsonl.split('\n')) {
      if (text === '') continue
      const line = JSON.parse(text) as { readonly schema: string } // written by the command, held to its schema elsewhere
      if (line.schema === 'fireline.finding/1') this.#findings.push(line as unknown as ComponentFinding) // see schema
      if (line.schema === 'fireline.gap/1') this.#gaps.push(line as unknown as Gap) // see schema
    }
  }

  of(recipe: Recipe): Said {
    const folder = `${this.#root}/${recipe.id}`
    const here = (path: string): boolean => path === folder || path.startsWith(`${folder}/`)
    const findings = this.#findings.filter(({ at }) => here(at.path))
    const withStatus = (wanted: VexStatus): readonly string[] =>
      distinct(findings.flatMap(({ cves }) => cves.filter(({ status }) => status === wanted).map(({ id }) => id)))
    return {
      affected: withStatus('affected'),
      open: withStatus('under_investigation'),
      components: findings.length,
      gaps: distinct(this.#gaps.filter(({ at }) => here(at)).map(({ because }) => because)),
    }
  }
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort()
}
