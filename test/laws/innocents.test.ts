import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judge, productOf, recogniseClass, Strangers } from '../../src/log4j/index.ts'
import { compileJava, fetchArtifacts, findJdk, labDirectory } from '../../src/node/index.ts'
import { readArtifactList } from '../../src/node/lab/artifact-list.ts'
import { zipEntries } from '../kit/archives/zip-entries.ts'
import { describeWithLab } from '../kit/lab.ts'
import { namesakes } from '../kit/namesakes.ts'

/** Of other names, and with Log4j inside: the accuracy corpus is about those. */
const carriers: ReadonlySet<string> = new Set([
  'org.ops4j.pax.logging:pax-logging-log4j2',
  'org.ops4j.pax.logging:pax-logging-service',
  'co.elastic.apm:elastic-apm-agent',
  'org.xbib.elasticsearch:log4j',
])

describeWithLab('innocent classes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-innocents-'))
  let compiled: readonly string[] = []

  beforeAll(async () => {
    const sources = Object.entries(namesakes).map(([name, text]) => {
      const path = join(folder, `${name}.java`)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
      return path
    })
    const classes = await compileJava({ jdk: await findJdk(), sources, classPath: [], directory: labDirectory() })
    compiled = readdirSync(classes, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.class'))
      .map((name) => join(classes, name))
  }, 300_000)

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  test('are compiled, each under its own name', () => {
    for (const name of Object.keys(namesakes))
      expect(compiled.some((path) => path.endsWith(`${name}.class`))).toBe(true)
  })

  test('that are called as classes of Log4j are, and do what those do, are nothing of ours', () => {
    const accused = compiled.flatMap((path) => recogniseClass(path, readFileSync(path), null)?.role ?? [])

    expect(accused).toEqual([])
  })

  test('of libraries that Log4j was copied from, of facades, bridges, containers and pools, are no component', async () => {
    const others = [...(await readArtifactList()).values()].filter(
      ({ group, artifact }) => productOf(group, artifact) === null && !carriers.has(`${group}:${artifact}`),
    )
    const paths = await fetchArtifacts(others.map(({ coordinate }) => coordinate))
    expect(others.length).toBeGreaterThan(20)
    const accused = others.flatMap(({ coordinate }) => {
      const classes = [...zipEntries(readFileSync(paths.get(coordinate) ?? coordinate))]
        .filter(({ name }) => name.endsWith('.class'))
        .flatMap((entry) => recogniseClass(entry.name, entry.content(), entry.crc32) ?? [])
      const judgements = judge({
        classes,
        metadata: [],
        configurations: [],
        unread: [],
        strangers: new Strangers(),
        launch: null,
      })
      return judgements.map(({ title }) => `${coordinate}: ${title}`)
    })

    expect(accused).toEqual([])
  }, 300_000)
})
