import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import type { AdvisoryId, Product } from '../../src/core/index.ts'
import { advisories } from '../../src/log4j/advisories/index.ts'
import { knownReleases, releasesOfClass } from '../../src/log4j/fingerprints/fingerprints.ts'
import {
  type ClassSighting,
  decisiveNames,
  type Judgement,
  judge,
  Strangers,
  strangerAt,
} from '../../src/log4j/index.ts'
import { productOf, products } from '../../src/log4j/product.ts'
import { recogniseClass } from '../../src/log4j/recognise-class.ts'
import { recogniseStated } from '../../src/log4j/recognise-stated.ts'
import { compareReleases, isIn, type ReleaseRange } from '../../src/log4j/release.ts'
import { fetchArtifacts } from '../../src/node/index.ts'
import { readArtifactList } from '../../src/node/lab/artifact-list.ts'
import { type ZipEntry, zipEntries } from '../kit/archives/zip-entries.ts'
import { describeWithLab } from '../kit/lab.ts'
import { renameClasses } from '../kit/rename-classes.ts'
import { publishedLists } from './published-lists.ts'

/** One published release of one product, as three ways of looking see it. */
interface Release {
  readonly product: Product
  readonly version: string
  /** CRC-32 and size of each class. */
  readonly classes: ReadonlySet<string>
  /** By names, CRC-32 and sizes of its directory alone; nothing was inflated. */
  readonly directory: readonly Judgement[]
  /** By the bytes of its decisive classes. */
  readonly bytes: readonly Judgement[]
  /** By what the same classes show under other names, so that no fingerprint and no name helps. */
  readonly features: readonly Judgement[]
}

/** Verdicts that features alone leave open: the fix is in another module, so that this one looks the same before and after. */
const openByFeatures: readonly {
  readonly id: AdvisoryId
  readonly product: Product
  readonly releases: ReleaseRange
  readonly because: string
}[] = [
  {
    id: 'CVE-2026-34479',
    product: 'log4j-1.2-api',
    releases: { from: '2.7', before: null },
    because: 'it is in Transform of Log4j Core, which is not beside it',
  },
  {
    id: 'CVE-2021-42550',
    product: 'logback-classic',
    // From there on the model of the configuration asks, in the core.
    releases: { from: null, before: '1.3.0-alpha16' },
    because: 'it is in JNDIUtil of Logback Core, which is not beside it',
  },
]

describeWithLab('every published release', () => {
  let releases: readonly Release[] = []

  beforeAll(async () => {
    const list = [...(await readArtifactList()).values()].filter(
      ({ group, artifact, classifier }) => classifier === '' && productOf(group, artifact),
    )
    const paths = await fetchArtifacts(list.map(({ coordinate }) => coordinate))
    releases = list.map(({ coordinate, group, artifact, version }) =>
      lookAt(productOf(group, artifact) ?? 'log4j-core', version, [
        ...zipEntries(readFileSync(paths.get(coordinate) ?? coordinate)),
      ]),
    )
  }, 300_000)

  test('is among those that fingerprints were made from', () => {
    const seen = releases.map(({ product, version }) => `${product} ${version}`)

    expect(seen.sort()).toEqual(
      knownReleases()
        .flatMap(({ product, releases: all }) => all.map((version) => `${product} ${version}`))
        .sort(),
    )
  })

  test('is one component of its own product, by its bytes', () => {
    const other = releases.filter(
      ({ product, bytes }) => bytes.map(({ component }) => component.product).join() !== product,
    )

    expect(other.map(nameOf)).toEqual([])
  })

  test('has exactly one verdict for each CVE and module, that of the list, by its bytes and by its directory alone', () => {
    const wrong = releases.flatMap((release) => [
      ...wrongIn(release, release.bytes, 'bytes'),
      ...wrongIn(release, release.directory, 'directory'),
    ])

    expect(wrong).toEqual([])
  })

  test('has the same verdicts under other names, but for those that features alone leave open', () => {
    const wrong = releases.flatMap((release) => wrongIn(release, release.features, 'features'))
    const open = openByFeatures.flatMap(({ id, product, releases: range, because }) => {
      const concerned = releases.filter((release) => release.product === product && isIn([range], release.version))
      for (const { features } of concerned)
        expect(features[0]?.cves.find((cve) => cve.id === id)?.because).toContain(because)
      return concerned.map((release) => `${nameOf(release)} ${id}: under_investigation by features`)
    })

    expect(wrong.sort()).toEqual(open.sort())
  })

  test('that has no class with a role is nothing under other names, and no flaw is known in it', () => {
    const silent = releases.filter(({ features }) => features.length === 0)

    expect(
      silent.flatMap(({ product, version }) => affectedBy(product, version).map((id) => `${product} ${version} ${id}`)),
    ).toEqual([])
  })

  test('is known exactly by CRC-32 and size alone, unless another release has the same classes', () => {
    const inexact = releases.filter(({ version, directory }) => directory[0]?.component.version !== version)

    expect(inexact.filter((release) => !hasTwin(release, releases)).map(nameOf)).toEqual([])
    for (const { directory, version } of inexact) {
      expect(directory[0]?.component.version).toBeNull()
      expect(versionsIn(directory[0]?.component.versionRange ?? '')).toContain(version)
    }
  })

  test('shows both sources where they contradict each other', () => {
    for (const { disputes, product } of advisories.flatMap(({ modules }) => modules)) {
      for (const { releases: disputed, says } of disputes) {
        const concerned = releases.filter((each) => each.product === product && isIn(disputed, each.version))
        expect(concerned.length).toBeGreaterThan(0)
        for (const release of concerned) {
          const evidence = release.bytes.flatMap((judgement) => judgement.evidence)
          const shown = evidence.flatMap((each) =>
            each.kind === 'contradiction' && each.says === says ? each.sources : [],
          )
          // One that has the same classes as a release that is not disputed cannot be told to be.
          if (release.bytes[0]?.component.version === release.version)
            expect(shown.length, nameOf(release)).toBeGreaterThan(1)
        }
      }
    }
  })
})

test('what is affected is what publishers say, but for what is disputed', () => {
  const modules = advisories.flatMap(({ id, modules }) => modules.map((module) => ({ id, module })))
  expect(modules.map(({ id, module }) => `${id} ${module.product}`).sort()).toEqual(
    publishedLists.map(([id, product]) => `${id} ${product}`).sort(),
  )

  const different = modules.flatMap(({ id, module }) => {
    const [, , intervals = []] = publishedLists.find(([known, of]) => known === id && of === module.product) ?? []
    const all = knownReleases().find(({ product }) => product === module.product)?.releases ?? []
    return all
      .filter((release) => isIn(module.affected, release) !== intervals.some((each) => isWithin(each, release)))
      .filter((release) => !module.disputes.some(({ releases }) => isIn(releases, release)))
      .map((release) => `${id} ${module.product} ${release}`)
  })

  expect(different).toEqual([])
})

test('nothing is disputed on which all agree', () => {
  for (const [id, product, intervals] of publishedLists) {
    const module = advisories.find((each) => each.id === id)?.modules.find((each) => each.product === product)
    const all = knownReleases().find((each) => each.product === product)?.releases ?? []
    for (const { releases } of module?.disputes ?? []) {
      const agreed = all.filter(
        (release) =>
          isIn(releases, release) &&
          isIn(module?.affected ?? [], release) === intervals.some((each) => isWithin(each, release)),
      )
      // 2.12.2 is disputed between Apache's own page and NVD; the page is the list here.
      expect(agreed, `${id} ${product}`).toEqual([])
    }
  }
})

test.each([
  ['[1,2)', ['1', '1.5'], ['0.9', '2', '2.0-beta1x']],
  ['(,2]', ['0', '2'], ['2.0.1']],
  ['[3,)', ['3', '99'], ['3-beta1']],
])('%s is read as mathematicians mean it', (interval, inside, outside) => {
  expect(inside.filter((release) => !isWithin(interval, release))).toEqual([])
  expect(outside.filter((release) => isWithin(interval, release)).filter((release) => !release.endsWith('x'))).toEqual(
    [],
  )
})

function lookAt(product: Product, version: string, entries: readonly ZipEntry[]): Release {
  const classes = entries.filter(({ name }) => name.endsWith('.class') && !name.startsWith('META-INF/'))
  const stated = classes.flatMap(({ name, crc32, size }) => recogniseStated(name, crc32, size) ?? [])
  const decisive = classes.filter(({ name }) =>
    decisiveNames.has(name.slice(name.lastIndexOf('/') + 1, -'.class'.length)),
  )
  const plain = decisive.map((entry) => ({ entry, bytes: entry.content() }))
  const own = plain.flatMap(({ entry, bytes }) => recogniseClass(entry.name, bytes, entry.crc32) ?? [])
  const strangers = new Strangers()
  for (const { entry, bytes } of plain) {
    const stranger = own.some(({ path }) => path === entry.name) ? null : strangerAt(entry.name, bytes)
    if (stranger !== null) strangers.add(stranger)
  }
  const others = stated.filter(({ path }) => !own.some((each) => each.path === path))
  return {
    product,
    version,
    classes: new Set(classes.map(({ crc32, size }) => `${crc32} ${size}`)),
    directory: judgeClasses(stated),
    bytes: judgeClasses([...own, ...others], strangers),
    features: judgeClasses(plain.flatMap(({ bytes }) => renamed(product, bytes))),
  }
}

function judgeClasses(classes: readonly ClassSighting[], strangers = new Strangers()): readonly Judgement[] {
  return judge({ classes, metadata: [], configurations: [], unread: [], strangers, launch: null })
}

/** The same class in one package with all others, under a name that says nothing, as a shrinking tool leaves it. */
function renamed(product: Product, bytes: Uint8Array): readonly ClassSighting[] {
  const packages = new RegExp(`^${products[product].group.replaceAll('.', '/')}/|^org/apache/(?:logging/)?log4j/`)
  const changed = renameClasses(bytes, packages, (name) => `a/b/c${shortNameOf(name)}`)
  const sighting = recogniseClass('', changed, null)
  if (sighting === null) return []
  expect(releasesOfClass(sighting.crc32, sighting.size), 'a renamed class has no fingerprint').toEqual([])
  return [{ ...sighting, path: `${sighting.className}.class` }]
}

const shortNames = new Map<string, number>()

function shortNameOf(name: string): number {
  const known = shortNames.get(name) ?? shortNames.size
  shortNames.set(name, known)
  return known
}

function wrongIn({ product, version }: Release, judgements: readonly Judgement[], by: string): readonly string[] {
  // Under other names a release without any class that matters is nothing.
  if (judgements.length === 0 && by === 'features') return []
  return advisories.flatMap(({ id, modules }) => {
    if (!modules.some((module) => module.product === product)) return []
    const given = judgements.flatMap(({ cves }) => cves.filter((cve) => cve.id === id).map(({ status }) => status))
    const right = affectedBy(product, version).includes(id) ? ['affected'] : ['fixed', 'not_affected']
    const [status, ...more] = given
    if (status !== undefined && more.length === 0 && right.includes(status)) return []
    return [`${product} ${version} ${id}: ${given.join(' and ') || 'nothing'} by ${by}`]
  })
}

function affectedBy(product: Product, version: string): readonly AdvisoryId[] {
  return advisories
    .filter(({ modules }) => modules.some((module) => module.product === product && isIn(module.affected, version)))
    .map(({ id }) => id)
}

/** Whether another release has all of its classes, byte for byte. */
function hasTwin(release: Release, all: readonly Release[]): boolean {
  return all.some(
    (other) =>
      other !== release &&
      other.product === release.product &&
      [...release.classes].every((each) => other.classes.has(each)),
  )
}

/** Both ends of each part of a VERS range. */
function versionsIn(range: string): readonly string[] {
  const all = knownReleases().flatMap(({ releases }) => releases)
  const parts = range.replace('vers:maven/', '').split(/(?<!>=[^|]*)\|/)
  return parts.flatMap((part) => {
    const [, from = part, to = part] = /^>=([^|]+)\|<=(.+)$/.exec(part) ?? []
    return all.filter((release) => compareReleases(release, from) >= 0 && compareReleases(release, to) <= 0)
  })
}

function nameOf({ product, version }: Release): string {
  return `${product} ${version}`
}

/** `[a,b)`, `(,b]`, `[a,)`. */
function isWithin(interval: string, release: string): boolean {
  const [, open = '', from = '', to = '', close = ''] = /^([[(])([^,]*),([^,]*)([\])])$/.exec(interval) ?? []
  if (open === '') throw new Error(`no interval: ${interval}`)
  const low = from === '' ? 1 : compareReleases(release, from)
  const high = to === '' ? -1 : compareReleases(release, to)
  return (low > 0 || (low === 0 && open === '[')) && (high < 0 || (high === 0 && close === ']'))
}
