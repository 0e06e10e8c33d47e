/**
 * Writes src/log4j/fingerprints/table.ts from the releases themselves, which Maven brings. Run by hand, after the build,
 * when there are new releases in lab/specimens.json or when roles or features have changed:
 *
 *   npm run build && node tools/generate-fingerprints.mjs && npm run build
 */
import { readFile, writeFile } from 'node:fs/promises'
import { crc32, inflateRawSync } from 'node:zlib'
import { decisiveNames } from '../dist/log4j/index.js'
import { recogniseClass } from '../dist/log4j/recognise-class.js'
import { compareReleases } from '../dist/log4j/release.js'
import { fetchArtifacts } from '../dist/node/index.js'

const products = [
  'log4j-core',
  'log4j-api',
  'log4j-1.2-api',
  'log4j-layout-template-json',
  'log4j',
  'reload4j',
  'logback-core',
  'logback-classic',
] // prettier-ignore

/** Beside the decisive ones and those that tell releases apart, so many of the most common classes of each product. */
const commonClasses = { 'log4j-core': 40, default: 8 }

const listed = { ...(await readList('specimens.json')), ...(await readList('artifacts.json')) }
const coordinates = Object.keys(listed).filter((coordinate) => products.includes(coordinate.split(':')[1]))
const paths = await fetchArtifacts(coordinates, { tell: (text) => process.stderr.write(text) })

/** By product, releases oldest first, each with its classes: name → { crc, size, look }. */
const releases = new Map(products.map((product) => [product, []]))
const jars = []
for (const coordinate of coordinates) {
  const [, product, version] = coordinate.split(':')
  const bytes = await readFile(paths.get(coordinate))
  jars.push({ product, version, crc: crcOf(bytes), size: bytes.length })
  releases.get(product).push({ version, classes: classesOf(bytes) })
}
for (const all of releases.values()) all.sort((a, b) => compareReleases(a.version, b.version))

const sets = new Map()
/** (crc, size) or look → product index → release indices. */
const seen = new Map()
const looks = new Map()
products.forEach((product, productIndex) => {
  const wanted = chosenClasses(product, releases.get(product))
  releases.get(product).forEach(({ classes }, releaseIndex) => {
    for (const [name, { crc, size, look }] of classes) {
      if (look !== null) note(looks, look, productIndex, releaseIndex)
      if (wanted.has(name) || look !== null) note(seen, `${crc} ${size}`, productIndex, releaseIndex)
    }
  })
})
// A class that was chosen for one product may be in another, byte for byte.
products.forEach((product, productIndex) =>
  releases.get(product).forEach(({ classes }, releaseIndex) => {
    for (const { crc, size } of classes.values())
      if (seen.has(`${crc} ${size}`)) note(seen, `${crc} ${size}`, productIndex, releaseIndex)
  }),
)

const classRecords = [...seen].map(([key, where]) => {
  const [crc, size] = key.split(' ').map(Number)
  return [...bigEndian(crc, 4), ...bigEndian(size, 3), ...bigEndian(setOf(where), 2)]
})
const jarRecords = jars.map(({ product, version, crc, size }) => {
  const index = releases.get(product).findIndex((release) => release.version === version)
  return [...bigEndian(crc, 4), ...bigEndian(size, 4), products.indexOf(product), index]
})
const lookLines = [...looks].map(([look, where]) => `${look} ${setOf(where)}`).sort()

await writeFile(
  'src/log4j/fingerprints/table.ts',
  `/**
 * Made by tools/generate-fingerprints.mjs from every release on Maven Central; do not edit.
 *
 * \`releases\`: a product and its releases. \`sets\`: \`0:3-5,9\` is releases 3, 4, 5 and 9 of the first product.
 * \`classes\`: records of CRC-32 (4 bytes), size (3) and set (2) in base64. \`jars\`: records of CRC-32 (4), size (4),
 * product (1) and release (1). \`looks\`: a role, the features its class shows, and the set of releases where it does.
 */
export const table: {
  readonly releases: readonly string[]
  readonly sets: readonly string[]
  readonly looks: readonly string[]
  readonly classes: string
  readonly jars: string
} = ${JSON.stringify(
    {
      releases: products.map((product) => [product, ...releases.get(product).map(({ version }) => version)].join(' ')),
      sets: [...sets.keys()],
      looks: lookLines,
      classes: base64(classRecords),
      jars: base64(jarRecords),
    },
    null,
    2,
  )}
`,
)
process.stderr.write(
  `${classRecords.length} classes, ${sets.size} sets, ${lookLines.length} looks, ${jars.length} jars\n`,
)

/** Decisive ones, common ones, and by greed as few as tell each release from all others that can be told from it. */
function chosenClasses(product, all) {
  const count = new Map()
  for (const { classes } of all) for (const name of classes.keys()) count.set(name, (count.get(name) ?? 0) + 1)
  const byRarity = [...count].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
  const chosen = new Set(byRarity.slice(0, commonClasses[product] ?? commonClasses.default).map(([name]) => name))
  for (const name of count.keys()) if (decisiveNames.has(name.slice(name.lastIndexOf('/') + 1))) chosen.add(name)

  const tells = (name, i, j) => {
    const [one, other] = [all[i].classes.get(name), all[j].classes.get(name)]
    return one !== undefined && (other === undefined || one.crc !== other.crc || one.size !== other.size)
  }
  let open = all.flatMap((_, i) => all.flatMap((_, j) => (i === j ? [] : [[i, j]])))
  for (const name of chosen) open = open.filter(([i, j]) => !tells(name, i, j))
  while (open.length > 0) {
    let best = { name: null, left: open }
    for (const name of count.keys()) {
      const left = open.filter(([i, j]) => !tells(name, i, j))
      if (left.length < best.left.length) best = { name, left }
    }
    if (best.name === null) break
    chosen.add(best.name)
    open = best.left
  }
  for (const [i, j] of open)
    process.stderr.write(`${product}: no class of ${all[i].version} is not in ${all[j].version}\n`)
  return chosen
}

function note(map, key, productIndex, releaseIndex) {
  if (!map.has(key)) map.set(key, new Map())
  const where = map.get(key)
  if (!where.has(productIndex)) where.set(productIndex, new Set())
  where.get(productIndex).add(releaseIndex)
}

function setOf(where) {
  const text = [...where]
    .sort(([a], [b]) => a - b)
    .map(([product, indices]) => `${product}:${rangesOf([...indices].sort((a, b) => a - b))}`)
    .join('|')
  if (!sets.has(text)) sets.set(text, sets.size)
  return sets.get(text)
}

function rangesOf(indices) {
  const ranges = []
  for (const index of indices) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === index - 1) last[1] = index
    else ranges.push([index, index])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}

/** The classes of a jar by name without `.class`; those for later Java releases are left out. */
function classesOf(jar) {
  const classes = new Map()
  for (const { name, crc, size, content } of entriesOf(jar)) {
    if (!name.endsWith('.class') || name.startsWith('META-INF/')) continue
    const sighting = recogniseClass(name, content(), crc)
    const look = sighting?.role == null ? null : `${sighting.role} ${[...sighting.features].sort().join(',')}`
    classes.set(name.slice(0, -'.class'.length), { crc, size, look })
  }
  return classes
}

function* entriesOf(jar) {
  const end = jar.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  for (let left = jar.readUInt16LE(end + 10), at = jar.readUInt32LE(end + 16); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => jar.readUInt16LE(at + offset))
    const local = jar.readUInt32LE(at + 42)
    const start = local + 30 + jar.readUInt16LE(local + 26) + jar.readUInt16LE(local + 28)
    const packed = jar.subarray(start, start + jar.readUInt32LE(at + 20))
    const deflated = jar.readUInt16LE(at + 10) === 8
    yield {
      name: jar.toString('utf8', at + 46, at + 46 + nameLength),
      crc: jar.readUInt32LE(at + 16),
      size: jar.readUInt32LE(at + 24),
      content: () => (deflated ? inflateRawSync(packed) : packed),
    }
    at += 46 + nameLength + extraLength + commentLength
  }
}

function crcOf(bytes) {
  if (crc32 !== undefined) return crc32(bytes)
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

function bigEndian(value, length) {
  return Array.from({ length }, (_, i) => Math.floor(value / 2 ** (8 * (length - 1 - i))) & 0xff)
}

function base64(records) {
  return Buffer.from(records.flat()).toString('base64').replace(/=+$/, '')
}

async function readList(name) {
  return JSON.parse(await readFile(`lab/${name}`, 'utf8'))
}
