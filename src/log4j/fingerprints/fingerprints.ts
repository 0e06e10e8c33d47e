import { bytesOfBase64, type Product } from '../../core/index.ts'

import { FingerprintSet } from './fingerprint-set.ts'
import { table } from './table.ts'

/** Releases of one product. */
export interface Releases {
  readonly product: Product
  /** Oldest first. */
  readonly releases: readonly string[]
}

/** Whether a class of a published release has this CRC-32 and this size in bytes. Makes no object. */
export function isKnownClass(crc32: number, size: number): boolean {
  return loaded().classes.find(crc32, size) >= 0
}

/** The products that a known class belongs to; none for another. Makes no object but the first time for each set. */
export function productsOfClass(crc32: number, size: number): readonly Product[] {
  const { classes, owners } = loaded()
  const set = classes.find(crc32, size)
  if (set < 0) return []
  const known = owners.get(set)
  if (known !== undefined) return known
  const found = releasesOfSet(set).map(({ product }) => product)
  owners.set(set, found)
  return found
}

/** The releases that have exactly this class; by product, since some products share classes. */
export function releasesOfClass(crc32: number, size: number): readonly Releases[] {
  const set = loaded().classes.find(crc32, size)
  return set < 0 ? [] : releasesOfSet(set)
}

/** The releases whose class of this role shows exactly these features, whatever its bytes are. */
export function releasesOfLook(role: string, features: readonly string[]): readonly Releases[] {
  const set = loaded().looks.get(`${role} ${[...features].sort().join(',')}`)
  return set === undefined ? [] : releasesOfSet(set)
}

/** What the class of a role shows in a release; `null` if the release has none. */
export function lookOfRelease(role: string, { product, releases: [release] }: Releases): readonly string[] | null {
  for (const [look, set] of loaded().looks) {
    const [known, features = ''] = look.split(' ')
    if (known !== role) continue
    const has = releasesOfSet(set).some(
      (each) => each.product === product && each.releases.some((one) => one === release),
    )
    if (has) return features === '' ? [] : features.split(',')
  }
  return null
}

/** The roles that classes of a release have. */
export function rolesOf(product: Product, release: string): ReadonlySet<string> {
  const { roles } = loaded()
  if (roles.size === 0) {
    for (const [look, set] of loaded().looks) {
      const role = look.split(' ', 1)[0] ?? look
      for (const each of releasesOfSet(set))
        for (const one of each.releases) {
          const key = `${each.product} ${one}`
          roles.set(key, (roles.get(key) ?? new Set()).add(role))
        }
    }
  }
  return roles.get(`${product} ${release}`) ?? new Set()
}

/** How many of the classes that are known byte for byte a release has. */
export function fingerprintsOf(product: Product, release: string): number {
  const { counts, classes } = loaded()
  if (counts.size === 0) {
    for (const [set, times] of classes.countValues()) {
      for (const each of releasesOfSet(set))
        for (const one of each.releases) {
          const key = `${each.product} ${one}`
          counts.set(key, (counts.get(key) ?? 0) + times)
        }
    }
  }
  return counts.get(`${product} ${release}`) ?? 0
}

/** The release whose whole jar has this CRC-32 and this size in bytes. */
export function releaseOfJar(
  crc32: number,
  size: number,
): { readonly product: Product; readonly version: string } | null {
  const index = loaded().jars.find(crc32, size)
  const all = loaded().releases[index >> 8]
  const version = all?.releases[index & 0xff]
  return index < 0 || all === undefined || version === undefined ? null : { product: all.product, version }
}

/** Every release that the fingerprints were made from. */
export function knownReleases(): readonly Releases[] {
  return loaded().releases
}

interface Loaded {
  readonly releases: readonly Releases[]
  readonly classes: FingerprintSet
  readonly jars: FingerprintSet
  readonly looks: ReadonlyMap<string, number>
  readonly sets: readonly string[]
  /** Those of {@link sets} that were asked for. */
  readonly read: Map<number, readonly Releases[]>
  /** By product and release; filled when it is first asked for. */
  readonly roles: Map<string, Set<string>>
  readonly counts: Map<string, number>
  /** By set, those that were asked for. */
  readonly owners: Map<number, readonly Product[]>
}

let kept: Loaded | null = null

/** Read when it is first needed; a few milliseconds. */
function loaded(): Loaded {
  kept ??= {
    releases: table.releases.map((line) => {
      const [product = '', ...releases] = line.split(' ')
      return { product: product as Product, releases } // the table is made from products of ours alone
    }),
    classes: read(bytesOfBase64(table.classes), 3, 2),
    jars: read(bytesOfBase64(table.jars), 4, 2),
    looks: new Map(
      table.looks.map((line) => {
        const at = line.lastIndexOf(' ')
        return [line.slice(0, at), Number(line.slice(at + 1))]
      }),
    ),
    sets: table.sets,
    read: new Map(),
    roles: new Map(),
    counts: new Map(),
    owners: new Map(),
  }
  return kept
}

/** Records of a CRC-32 in four bytes, a size and a value, big-endian. */
function read(bytes: Uint8Array, sizeBytes: number, valueBytes: number): FingerprintSet {
  const width = 4 + sizeBytes + valueBytes
  const found = new FingerprintSet(Math.floor(bytes.length / width))
  const number = (start: number, length: number): number => {
    let value = 0
    for (let i = start; i < start + length; i++) value = value * 0x100 + (bytes[i] ?? 0)
    return value
  }
  for (let at = 0; at + width <= bytes.length; at += width)
    found.add(number(at, 4), number(at + 4, sizeBytes), number(at + 4 + sizeBytes, valueBytes))
  return found
}

/** `0:3-5,9|4:1` is releases 3, 4, 5 and 9 of the first product and release 1 of the fifth. */
function releasesOfSet(set: number): readonly Releases[] {
  const { read } = loaded()
  const known = read.get(set)
  if (known !== undefined) return known
  const found = readSet(set)
  read.set(set, found)
  return found
}

function readSet(set: number): readonly Releases[] {
  const { sets, releases } = loaded()
  return (sets[set] ?? '').split('|').flatMap((part) => {
    const [product = '', ranges = ''] = part.split(':')
    const all = releases[Number(product)]
    if (all === undefined) return []
    const members = ranges.split(',').flatMap((range) => {
      const [first = '', last = first] = range.split('-')
      return all.releases.slice(Number(first), Number(last) + 1)
    })
    return [{ product: all.product, releases: members }]
  })
}
