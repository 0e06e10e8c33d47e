import type { Product } from '../../core/index.ts'
import { type Releases, releasesOfClass } from '../fingerprints/fingerprints.ts'
import { products } from '../product.ts'
import { roleOf } from '../roles/index.ts'
import type { ClassSighting, Specimen } from '../specimen.ts'
import { type Place, packageRootOf, placeOf } from './place.ts'

/** A class of a copy, with where it lies and what it is known as. */
export interface PlacedClass {
  readonly sighting: ClassSighting
  readonly place: Place
  /** Releases of the product that have exactly these bytes. Empty: none has. */
  readonly releases: readonly string[]
  /** Whether a class loader can find it: with another name or another ending than its fellows it is as good as gone. */
  readonly loadable: boolean
}

/** One copy of a product: its classes under one package, wherever it was moved. */
export interface Copy {
  readonly product: Product
  /** What lies before its package: `WEB-INF/classes/`, mostly nothing. */
  readonly prefix: string
  /** Its package with a slash at its end; `null` if the names of its classes do not say. */
  readonly root: string | null
  readonly classes: readonly PlacedClass[]
}

/** The copies of our products in a specimen: two versions in one jar are two. */
export function copiesIn({ classes }: Specimen): readonly Copy[] {
  const drafts = new Map<string, Draft>()
  const homeless: Draft[] = []
  for (const sighting of classes) {
    const member = memberOf(sighting)
    if (member === null) continue
    const draft = {
      family: familyOf(member.product),
      prefix: member.place.prefix,
      root: rootOf(member),
      members: [member],
    }
    if (draft.root === null) homeless.push(draft)
    else join(drafts, draft)
  }
  const hosts = [...drafts.values()]
  for (const draft of homeless) settle(drafts, hosts, draft)
  return [...drafts.values()].filter(isMoreThanChance).map(finish)
}

/** Facades bring empty interfaces under the same names, byte for byte: a few such classes alone make no copy. */
const fewestWithoutRole = 3

function isMoreThanChance({ members }: Draft): boolean {
  return members.length >= fewestWithoutRole || members.some(({ sighting }) => sighting.role !== null)
}

interface Member {
  readonly sighting: ClassSighting
  readonly place: Place
  readonly product: Product
  readonly known: readonly Releases[]
}

interface Draft {
  readonly family: Product
  readonly prefix: string
  readonly root: string | null
  readonly members: Member[]
}

function memberOf(sighting: ClassSighting): Member | null {
  const known = releasesOfClass(sighting.crc32, sighting.size)
  const product = (sighting.role === null ? undefined : roleOf(sighting.role)?.product) ?? known[0]?.product
  return product === undefined ? null : { sighting, place: placeOf(sighting), product, known }
}

/** reload4j is Log4j 1.x in its own package, with many of its classes byte for byte: only together they tell which it is. */
function familyOf(product: Product): Product {
  return product === 'reload4j' ? 'log4j' : product
}

function rootOf({ sighting, product }: Member): string | null {
  const root = packageRootOf(sighting)
  if (root !== null) return root
  const own = products[product].root
  return sighting.className.startsWith(own) ? own : null
}

function join(drafts: Map<string, Draft>, draft: Draft): void {
  const key = `${draft.family} ${draft.prefix} ${draft.root ?? ''}`
  const present = drafts.get(key)
  if (present === undefined) drafts.set(key, draft)
  else present.members.push(...draft.members)
}

/** A class whose name says nothing belongs to the one copy that is there; else all such make a copy of their own. */
function settle(drafts: Map<string, Draft>, hosts: readonly Draft[], draft: Draft): void {
  const [only, ...others] = hosts.filter(({ family }) => family === draft.family)
  if (only !== undefined && others.length === 0) only.members.push(...draft.members)
  else join(drafts, { ...draft, prefix: '' })
}

function finish({ family, prefix, root, members }: Draft): Copy {
  const product = productOf(family, members)
  const usual = usualExtension(members)
  const classes = members.map(({ sighting, place, known }) => ({
    sighting,
    place,
    releases: known.find((releases) => releases.product === product)?.releases ?? [],
    loadable: place.named && (place.extension.toLowerCase() === '.class' || place.extension === usual),
  }))
  return { product, prefix, root, classes }
}

function productOf(family: Product, members: readonly Member[]): Product {
  if (family !== 'log4j') return family
  const isReload4j = members.some(
    ({ product, known }) => product === 'reload4j' || (known.length === 1 && known[0]?.product === 'reload4j'),
  )
  return isReload4j ? 'reload4j' : 'log4j'
}

/** Agents carry their classes under another ending (`.esclazz`, `.classdata`), which their own loader knows: then all of them. */
function usualExtension(members: readonly Member[]): string {
  const counts = new Map<string, number>()
  for (const { place } of members) counts.set(place.extension, (counts.get(place.extension) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '.class'
}
