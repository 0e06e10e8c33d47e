import { advisories } from './advisories/index.ts'
import { remedyFor } from './judge/remedy.ts'
import { productOf, products, purlOf } from './product.ts'
import { isIn } from './release.ts'
import type { Judgement } from './specimen.ts'

/**
 * What a list of parts declares, judged by its release alone: no byte was seen, so nothing is known of patches, and a
 * removed class would not show. `null` if it is no product of ours. `purl` as in ECMA-427; never throws.
 */
export function judgeDeclared(purl: string): Judgement | null {
  const match = /^pkg:maven\/([\w.-]{1,200})\/([\w.-]{1,200})(?:@([^?#]{1,200}))?(?:[?#]|$)/.exec(purl)
  if (match === null) return null
  const [, group = '', artifact = '', encoded] = match
  const product = productOf(group, artifact)
  if (product === null) return null
  const version = encoded === undefined ? null : decoded(encoded)
  const verdicts = advisories.flatMap((advisory) =>
    advisory.modules.filter((module) => module.product === product).map((module) => ({ advisory, module })),
  )
  const affected = verdicts.filter(({ module }) => version !== null && isIn(module.affected, version))
  const name = `${products[product].title} ${version ?? 'of an unknown release'}`
  return {
    component: {
      product,
      purl: purlOf(product, version),
      version,
      versionRange: null,
      identifiedBy: ['declaration'],
      mitigations: [],
      packageRoot: null,
    },
    prefix: '',
    title:
      affected.length > 0
        ? `${name} is declared, which is affected by ${affected.map(({ advisory }) => advisory.id).join(', ')}`
        : `${name} is declared`,
    severity: worst(affected.map(({ advisory }) => advisory.severity)),
    cves: verdicts.map(({ advisory, module }) => {
      if (version === null)
        return { id: advisory.id, status: 'under_investigation', because: 'its release is not declared' }
      if (isIn(module.affected, version))
        return { id: advisory.id, status: 'affected', because: `release ${version} has the flaw. ${module.needs}` }
      return { id: advisory.id, status: 'not_affected', because: `release ${version} does not have the flaw` }
    }),
    evidence: [{ kind: 'declaration', path: '', says: purl.slice(0, 500) }],
    remedy:
      version === null
        ? 'Find out which release it is.'
        : remedyFor(
            product,
            { possible: [version], version, byFingerprint: false, known: true, unknown: [], mixed: false },
            affected,
          ),
  }
}

const order = ['critical', 'high', 'medium', 'low'] as const

function worst(words: readonly string[]): Judgement['severity'] {
  return order.find((word) => words.includes(word)) ?? 'info'
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
