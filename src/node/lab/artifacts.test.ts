import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readArtifactList } from './artifact-list.ts'
import { fetchArtifacts } from './artifacts.ts'
import { withLock } from './lock.ts'

const core = 'org.apache.logging.log4j:log4j-core:2.14.1'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fireline-artifacts-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

test('a jar in the cache that is another one is named and not used', async () => {
  const folder = join(directory, 'jars', 'org.apache.logging.log4j')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'log4j-core-2.14.1.jar'), 'not the jar')

  await expect(fetchArtifacts([core], { directory })).rejects.toMatchObject({
    code: 'LAB_CHECKSUM',
    message: expect.stringContaining(join(folder, 'log4j-core-2.14.1.jar')) as string,
  })
})

test('what has no checksum is refused before anything is brought', async () => {
  const told: string[] = []

  const fetching = fetchArtifacts([core, 'com.example:evil:1'], { directory, tell: (text) => told.push(text) })

  await expect(fetching).rejects.toMatchObject({ code: 'LAB_UNKNOWN_ARTIFACT' })
  expect(told).toEqual([])
  expect(await readdir(directory)).toEqual([])
})

test('a jar that a mirror swapped is refused, and nothing of it stays', async () => {
  const maven = await fakeMaven(`
    for folder in $(sed -n 's:.*<outputDirectory>\\(.*\\)</outputDirectory>.*:\\1:p' "$pom"); do
      mkdir -p "$folder"; echo swapped > "$folder/log4j-core-2.14.1.jar"
    done`)

  await expect(fetchArtifacts([core], { directory, maven })).rejects.toMatchObject({ code: 'LAB_CHECKSUM' })

  expect(await readdir(directory)).toEqual(['mvn'])
})

test('what Maven says when it fails is repeated, without its colours and its advice', async () => {
  const maven = await fakeMaven(`
    printf '\\033[0m[ERROR] could not find it\\n[ERROR] \\n[ERROR] Re-run Maven using the -X switch\\n'
    exit 1`)

  await expect(fetchArtifacts([core], { directory, maven })).rejects.toMatchObject({
    code: 'LAB_MAVEN_FAILED',
    message: 'Maven did not bring log4j-core 2.14.1. It said:\n  could not find it',
  })
})

test('every artifact of the lab has plain coordinates, a checksum, and an api for each core that runs', async () => {
  const list = await readArtifactList()

  expect(list.size).toBeGreaterThan(50)
  for (const { group, artifact, version, runs } of list.values()) {
    if (artifact === 'log4j-core' && runs) expect(list.has(`${group}:log4j-api:${version}`)).toBe(true)
  }
})

test('work under one lock never overlaps, and a failure releases it', async () => {
  const path = join(directory, 'lock')
  let running = 0
  let most = 0
  const work = async (fail: boolean): Promise<void> => {
    most = Math.max(most, ++running)
    await Promise.resolve()
    running--
    if (fail) throw new Error('on purpose')
  }

  const outcomes = await Promise.allSettled([true, false, true].map((fail) => withLock(path, () => work(fail))))

  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected'])
  expect(most).toBe(1)
  expect(await readdir(directory)).toEqual([])
})

test('a lock that a dead process left behind holds up nobody', async () => {
  const path = join(directory, 'lock')
  await writeFile(path, '2147483646\n') // above every limit of process ids in use

  await expect(withLock(path, () => Promise.resolve('done'))).resolves.toBe('done')
})

/** A shell script in the place of `mvn`; `$pom` is the project that it was given. */
async function fakeMaven(script: string): Promise<string> {
  const path = join(directory, 'mvn')
  await writeFile(path, `#!/bin/sh\nwhile [ "$1" != -f ]; do shift; done; pom=$2\n${script}\n`)
  await chmod(path, 0o755)
  return path
}
