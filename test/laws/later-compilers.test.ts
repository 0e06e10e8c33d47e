import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { advisories } from '../../src/log4j/advisories/index.ts'
import { decisiveNames } from '../../src/log4j/index.ts'
import { roleIn } from '../../src/log4j/judge/marks.ts'
import { productOf } from '../../src/log4j/product.ts'
import { recogniseClass } from '../../src/log4j/recognise-class.ts'
import { fetchArtifacts } from '../../src/node/index.ts'
import { readArtifactList } from '../../src/node/lab/artifact-list.ts'
import { openWorkshop } from '../corpus/workshop.ts'
import { zipEntries } from '../kit/archives/zip-entries.ts'
import { describeWithLab } from '../kit/lab.ts'

/** A decisive class of a release, and the first release that has it. */
interface Decisive {
  readonly release: string
  readonly path: string
  readonly bytes: Buffer
}

/** Roles on which a verdict rests: ways in, and marks of fixes. */
const counting = new Set(
  advisories
    .flatMap(({ modules }) => modules)
    .flatMap(({ code: { ways, fixedBy, cameWith } }) => [...ways.flat(), ...fixedBy, cameWith ?? ''].map(roleIn)),
)

/** What a class is taken for: `jndi-manager: java-scheme-only`. */
function lookOf(path: string, bytes: Uint8Array): string {
  const { role, features } = recogniseClass(path, bytes, null) ?? { role: null, features: [] }
  return role === null || !counting.has(role) ? 'nothing that counts' : `${role}: ${features.join(' ')}`
}

describeWithLab('the decisive classes of every published release, compiled for Java 9 and later', () => {
  let workshop: Awaited<ReturnType<typeof openWorkshop>>
  const classes: Decisive[] = []

  beforeAll(async () => {
    workshop = await openWorkshop()
    const list = [...(await readArtifactList()).values()].filter(
      ({ group, artifact, classifier }) => classifier === '' && productOf(group, artifact),
    )
    const paths = await fetchArtifacts(list.map(({ coordinate }) => coordinate))
    const seen = new Set<string>()
    for (const { coordinate } of list) {
      for (const entry of zipEntries(readFileSync(paths.get(coordinate) ?? coordinate))) {
        const [, called = ''] = /([^/]*)\.class$/.exec(entry.name) ?? []
        if (!decisiveNames.has(called) || seen.has(`${entry.crc32} ${entry.size}`)) continue
        seen.add(`${entry.crc32} ${entry.size}`)
        classes.push({ release: coordinate, path: entry.name, bytes: Buffer.from(entry.content()) })
      }
    }
  }, 300_000)

  afterAll(() => workshop.close())

  test.each([
    ['are taken for the same, and show the same', 'melt', []],
    ['so they are without constants, which shrinking tools drop', 'melt', ['shrunk']],
    ['so they are with what JaCoCo puts into them', 'retouch', ['measured']],
  ])(
    '%s',
    async (_, trade, args) => {
      const melted = await workshop.make(
        trade,
        args,
        classes.map(({ path, bytes }) => ({ name: path, content: bytes })),
      )
      const changed = melted.filter(({ content }, index) => !classes[index]?.bytes.equals(content))
      expect(changed.length).toBeGreaterThan(classes.length / 2)

      const different = classes.flatMap(({ release, path, bytes }, index) => {
        const [before, after] = [lookOf(path, bytes), lookOf(path, melted[index]?.content ?? bytes)]
        return before === after ? [] : [`${release} ${path}: ${before}, then ${after}`]
      })
      expect(different).toEqual([])
    },
    120_000,
  )

  // What the configuration sets is told by annotations, so without them features may be others.
  test('have the same roles without annotations and data for debuggers, also with what JaCoCo puts into them', async () => {
    const bare = await workshop.make(
      'retouch',
      ['bare', 'measured'],
      classes.map(({ path, bytes }) => ({ name: path, content: bytes })),
    )

    const roleOf = (path: string, bytes: Uint8Array): string => lookOf(path, bytes).split(':', 1)[0] ?? ''
    const different = classes.flatMap(({ release, path, bytes }, index) => {
      const [before, after] = [roleOf(path, bytes), roleOf(path, bare[index]?.content ?? bytes)]
      return before === after ? [] : [`${release} ${path}: ${before}, then ${after}`]
    })
    expect(different).toEqual([])
  }, 120_000)
})
