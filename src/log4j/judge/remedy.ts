import type { AdvisoryId, Product } from '../../core/index.ts'
import type { Advisory, AffectedModule } from '../advisories/advisory.ts'
import { advisories } from '../advisories/index.ts'
import { knownReleases } from '../fingerprints/fingerprints.ts'
import { products } from '../product.ts'
import { compareReleases, isIn } from '../release.ts'
import type { Identity } from './identity.ts'

/** A flaw that a copy has, and what it means for its product. */
export interface Affecting {
  readonly advisory: Advisory
  readonly module: AffectedModule
}

/** What to do about the flaws that a copy has, and about those of which that is not known, in words. */
export function remedyFor(
  product: Product,
  identity: Identity,
  affected: readonly Affecting[],
  undecided: readonly Affecting[] = [],
): string {
  const all = [...affected, ...undecided]
  if (all.length === 0) return 'Nothing needs to be done.'
  const doubt = affected.length === 0 ? 'Treat it as vulnerable until that is known. ' : ''
  return `${doubt}${updateFor(product, identity, all)}`
}

function updateFor(product: Product, { possible }: Identity, affected: readonly Affecting[]): string {
  const newest = possible.at(-1) ?? null
  const whole = lowestWithout(product, newest, affected)
  const { title } = products[product]
  const line = newest === null ? null : lineOf(product, newest)
  const partial = line === null ? null : bestOfLine(product, newest, affected, line)
  const words: string[] = []
  if (whole !== null) words.push(`Update ${title} to ${whole}${requirement(product, whole)} or later.`)
  if (partial !== null && partial.release !== whole && line !== null) {
    const left = partial.left.map(({ advisory }) => advisory.id)
    words.push(
      whole === null || left.length > 0
        ? `Where ${line.runsOn} must do, ${partial.release} fixes ${fixedBy(affected, left).join(', ')}, but not ${left.join(', ')}.`
        : `Where ${line.runsOn} must do, ${partial.release} fixes all of them.`,
    )
  }
  return words.length > 0 ? words.join(' ') : (replacements[product] ?? `No release of ${title} fixes it.`)
}

/** Releases of one product for the same Java. */
interface Line {
  readonly from: string
  readonly before: string | null
  readonly runsOn: string
}

/** @see https://logging.apache.org/log4j/2.x/release-notes.html */
const apacheLines: readonly Line[] = [
  { from: '2.0-alpha1', before: '2.4', runsOn: 'Java 6' },
  { from: '2.4', before: '2.13.0', runsOn: 'Java 7' },
  { from: '2.13.0', before: '3.0.0-alpha1', runsOn: 'Java 8' },
  { from: '3.0.0-alpha1', before: null, runsOn: 'Java 17' },
]

const lines: Readonly<Partial<Record<Product, readonly Line[]>>> = {
  'log4j-core': apacheLines,
  'log4j-api': apacheLines,
  'log4j-1.2-api': apacheLines,
  'log4j-layout-template-json': apacheLines,
}

const replacements: Readonly<Partial<Record<Product, string>>> = {
  log4j:
    'Log4j 1.x gets no more releases: replace it by reload4j 1.2.26 or later, or by Log4j 2 with its bridge log4j-1.2-api.',
}

export function lineOf(product: Product, release: string): Line | null {
  return lines[product]?.find(({ from, before }) => isIn([{ from, before }], release)) ?? null
}

function requirement(product: Product, release: string): string {
  const line = lineOf(product, release)
  return line === null ? '' : ` (${line.runsOn})`
}

/**
 * The lowest release after `newest` that has none of the flaws, nor have the modules that must be of the same release;
 * previews are no remedy.
 */
export function lowestWithout(product: Product, newest: string | null, affected: readonly Affecting[]): string | null {
  return (
    laterThan(product, newest).find(
      (release) => stillIn(release, affected).length === 0 && isSafe(products[product].group, release),
    ) ?? null
  )
}

/** Whether no module of a group has a flaw in that release: modules of one release go together. */
function isSafe(group: string, release: string): boolean {
  const key = `${group} ${release}`
  const known = safe.get(key)
  if (known !== undefined) return known
  const found = advisories.every(({ modules }) =>
    modules.every((module) => products[module.product].group !== group || !isIn(module.affected, release)),
  )
  safe.set(key, found)
  return found
}

/** What was found, for releases that are known, which are few hundred. */
const safe = new Map<string, boolean>()

export function bestOfLine(
  product: Product,
  newest: string | null,
  affected: readonly Affecting[],
  { from, before }: Line,
) {
  const { group } = products[product]
  const safest = (a: string, b: string): number => Number(isSafe(group, b)) - Number(isSafe(group, a))
  const [best] = laterThan(product, newest)
    .filter((release) => isIn([{ from, before }], release))
    .map((release) => ({ release, left: stillIn(release, affected) }))
    .filter(({ left }) => left.length < affected.length)
    .sort(
      (a, b) => a.left.length - b.left.length || safest(a.release, b.release) || compareReleases(a.release, b.release),
    )
  return best ?? null
}

function stillIn(release: string, affected: readonly Affecting[]): readonly Affecting[] {
  return affected.filter(({ module }) => isIn(module.affected, release))
}

function fixedBy(affected: readonly Affecting[], left: readonly AdvisoryId[]): readonly AdvisoryId[] {
  return affected.map(({ advisory }) => advisory.id).filter((id) => !left.includes(id))
}

function laterThan(product: Product, newest: string | null): readonly string[] {
  const all = knownReleases().find((releases) => releases.product === product)?.releases ?? []
  return all.filter((release) => !/[a-z]/.test(release) && (newest === null || compareReleases(release, newest) > 0))
}
