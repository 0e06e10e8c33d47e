import type { Product } from '../../../core/index.ts'
import { productOf, products, purlOf } from '../../../log4j/index.ts'

/** One part that a list of parts names, in the list's own words. */
export interface Declaration {
  /** Inside the document: `components/3/components/0`, `SPDXRef-Package-7`, `line 12`. */
  readonly where: string
  readonly purl: string | null
  /** All that it is said to be. */
  readonly cpes: readonly string[]
  readonly group: string | null
  readonly name: string | null
  readonly version: string | null
  /** Whether the list says that it was patched. */
  readonly patched: boolean
}

/** A part that concerns us: what to judge, and what makes that uncertain. */
export interface DeclaredPart {
  readonly product: Product
  readonly version: string | null
  /** As the judge takes it: `pkg:maven/GROUP/NAME@VERSION`. */
  readonly purl: string
  /** Why its release does not settle what it has; `null` if it does. */
  readonly doubt: string | null
}

/** What a declaration means for us; `null` if it names nothing of ours. */
export function partOf(declaration: Declaration): DeclaredPart | null {
  const named = byPurl(declaration) ?? byName(declaration) ?? byCpe(declaration)
  if (named === null) return null
  const { product, version } = named
  const doubt = named.doubt ?? (declaration.patched ? 'the list says that it was patched' : vendorOf(version))
  return { product, version, purl: purlOf(product, version), doubt }
}

/** Packages of distributions: patched without their release saying so. Name and release, or `null`. */
export function distributionPackageOf({ purl, version }: Declaration): string | null {
  const parts = purl === null ? null : partsOfPurl(purl)
  if (parts === null || !distributions.has(parts.type)) return null
  if (!/^(?:lib)?(?:apache-)?(?:log4j|reload4j|logback)/.test(parts.name)) return null
  return `${parts.type} package ${parts.name} ${parts.version ?? version ?? 'of an unknown release'}`
}

const distributions: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk', 'alpm', 'ebuild', 'nix', 'conda', 'brew'])

interface Named {
  readonly product: Product
  readonly version: string | null
  readonly doubt: string | null
}

function byPurl({ purl, version }: Declaration): Named | null {
  const parts = purl === null ? null : partsOfPurl(purl)
  if (parts === null) return null
  const release = parts.version ?? version
  const product = parts.type === 'maven' && parts.namespace !== null ? productOf(parts.namespace, parts.name) : null
  if (product !== null) return { product, version: release, doubt: null }
  const guessed = guessedOf(parts)
  return guessed === null
    ? null
    : { ...moduleOf(guessed, release), doubt: `the list guesses where it is from: ${purl}` }
}

/**
 * Tools that find a jar without metadata of Maven guess its group: Syft and others take what a manifest says (the name of
 * a bundle), a part of it, or the artifact once more. Bundles of Eclipse (p2) are known by their names alone.
 */
function guessedOf({ type, namespace, name }: PurlParts): Product | null {
  if (type === 'p2') return bundles.get(name) ?? null
  if (type !== 'maven') return null
  const bundle = bundles.get(name)
  if (bundle !== undefined) return bundle
  const product = productOf(null, name)
  if (product === null || namespace === null || namespace === name) return product
  const { group } = products[product]
  return `${group}.`.startsWith(`${namespace}.`) ||
    namespace.startsWith(`${group}.`) ||
    namespace === 'org.apache.log4j'
    ? product
    : null
}

/** Symbolic names in the manifests of releases. */
const bundles: ReadonlyMap<string, Product> = new Map<string, Product>([
  ['org.apache.logging.log4j.core', 'log4j-core'],
  ['org.apache.logging.log4j.api', 'log4j-api'],
  ['org.apache.logging.log4j.1.2-api', 'log4j-1.2-api'],
  ['org.apache.log4j', 'log4j'],
  ['ch.qos.logback.core', 'logback-core'],
  ['ch.qos.logback.classic', 'logback-classic'],
])

/** A package of another ecosystem that is called `log4j` is another thing; a generic one may be anything. */
function saysNothing(purl: string | null): boolean {
  return purl === null || partsOfPurl(purl)?.type === 'generic'
}

/** `group` may stand in the name, as in `org.apache.logging.log4j:log4j-core`. */
function byName({ purl, group, name, version }: Declaration): Named | null {
  if (name === null || !saysNothing(purl)) return null
  const [, inName, artifact = ''] = /^(?:([\w.-]+)[:/])?([\w.-]+)$/.exec(name) ?? []
  const said = group === null || group === '' ? (inName ?? null) : group
  const product = productOf(said, artifact)
  if (product === null) return null
  if (said !== null) return { product, version, doubt: null }
  return { ...moduleOf(product, version), doubt: 'the list gives its name alone, without the group that publishes it' }
}

/** `cpe:2.3:a:apache:log4j:2.14.1:…` (NISTIR 7695) and the URI form `cpe:/a:apache:log4j:2.14.1`. */
function byCpe({ purl, cpes, version: given }: Declaration): Named | null {
  if (purl !== null) return null
  const told = cpes.map((cpe) => ourCpe.exec(cpe)).find((each) => each !== null)
  if (told == null) return null
  const [, name = '', number = ''] = told
  const release = number.replaceAll('\\', '')
  const version = /^[\w.-]+$/.test(release) && release !== '-' ? release : given
  const product: Product =
    name.toLowerCase() === 'logback' ? 'logback-core' : name.toLowerCase() === 'reload4j' ? 'reload4j' : 'log4j'
  return { ...moduleOf(product, version), doubt: 'the list gives its CPE alone, which does not say which module it is' }
}

const ourCpe = /^cpe:(?:2\.3:|\/)a:(?:apache|qos|ceki_gulcu):(log4j|logback|reload4j):([^:]*)/i

/** Those that are texts. */
export function cpesOf(...values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value === 'string')
}

/** People call all of it `log4j`; from release 2 on it is the core that the advisories are about. */
function moduleOf(product: Product, version: string | null): Pick<Named, 'product' | 'version'> {
  return { product: product === 'log4j' && /^[23]\./.test(version ?? '') ? 'log4j-core' : product, version }
}

/**
 * Why a release number says less than it seems: vendors put fixes into their builds of old releases
 * (`2.17.1.redhat-00001`, `2.25.2-tuxcare.1`), and a snapshot is of any day.
 */
function vendorOf(version: string | null): string | null {
  if (version === null || /^\d+(?:\.\d+)*(?:-(?:alpha|beta|rc|m)[-.]?\d*)?$/i.test(version)) return null
  return `${version.slice(0, 100)} is a build of its own, and its number does not say which fixes were put into it`
}

/** For sentences: `Log4j Core`. */
export function titleOf(product: Product): string {
  return products[product].title
}

interface PurlParts {
  readonly type: string
  readonly namespace: string | null
  readonly name: string
  readonly version: string | null
}

/** The parts of a package URL (ECMA-427 §5), read as generously as its parsers must. */
function partsOfPurl(purl: string): PurlParts | null {
  const [, type = '', path = ''] = /^pkg:\/{0,10}([a-z0-9.+-]{1,50})\/+([^?#]{1,1000})/i.exec(purl.trim()) ?? []
  if (type === '') return null
  const at = path.lastIndexOf('@')
  const names = decoded(at > 0 ? path.slice(0, at) : path)
    .split('/')
    .filter((part) => part !== '')
  const name = names.at(-1)
  if (name === undefined) return null
  const version = at > 0 ? decoded(path.slice(at + 1)) : ''
  return {
    type: type.toLowerCase(),
    namespace: names.length > 1 ? names.slice(0, -1).join('/') : null,
    name,
    version: version === '' ? null : version,
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
