import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openRegistry } from '../../../test/kit/registry-server.ts'
import { type ComponentFinding, type FindingId, instantOfEpoch } from '../../core/index.ts'
import type { ScanEvent } from '../scan/scan-files.ts'
import { openSources } from './open-sources.ts'

const folder = await mkdtemp(join(tmpdir(), 'fireline-sources-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const finding = (path: string): ComponentFinding => ({
  schema: 'fireline.finding/1',
  id: 'f-1' as FindingId,
  kind: 'component',
  at: { path },
  component: {
    product: 'log4j-core',
    purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
    version: '2.14.1',
    versionRange: null,
    identifiedBy: ['class-bytes'],
    mitigations: [],
    packageRoot: null,
  },
  title: 'x',
  severity: 'critical',
  cves: [{ id: 'CVE-2021-44228', status: 'affected', because: 'x' }],
  evidence: [{ kind: 'metadata', path: 'x', says: 'x' }],
  by: 'scan',
  seenAt: instantOfEpoch(0),
  remedy: 'Update.',
})

/** Events of a scan that found something at each path. */
async function* found(...paths: string[]): AsyncGenerator<ScanEvent> {
  for (const path of paths) yield await Promise.resolve({ is: 'finding', finding: finding(path) })
}

async function all(events: AsyncIterable<ScanEvent>): Promise<readonly ScanEvent[]> {
  const list: ScanEvent[] = []
  for await (const event of events) list.push(event)
  return list
}

test('an image of a registry is a root under its full name, explained, and removed at the end', async () => {
  const registry = await openRegistry()
  const app = { createdBy: 'COPY app', files: [{ name: 'opt/a.jar', content: 'a jar' }] }
  const mended = { createdBy: 'RUN rm', files: [{ name: 'opt/.wh.a.jar' }] }
  const digest = await registry.push('shop/app', '1', [{ reference: 'x', layers: [app, mended] }])
  const directory = await mkdtemp(join(folder, 'images-'))

  const sources = await openSources({
    paths: [],
    images: [`${registry.host}/shop/app:1`],
    jvm: false,
    pull: { directory, credentials: null, platform: 'all' },
  })
  await registry.close()

  const [root] = sources.roots
  expect(root?.shown).toBe(`${registry.host}/shop/app:1@${digest}`)
  const { layers } = await layersIn(root?.path ?? '', digest)
  const place = `${root?.shown}/blobs/${layers[0]?.digest.replace(':', '/')}!opt/a.jar`
  const [told] = await all(sources.explain(found(place)))
  expect(told).toMatchObject({
    finding: {
      cves: [{ status: 'not_affected' }],
      title: 'Log4j Core 2.14.1 lies in a layer, and is not in the image',
    },
  })
  await sources.release()
  expect(await readdir(directory)).toEqual([])
})

test('what JVMs use is a root each, and findings in it name the processes', async () => {
  const root = join(folder, 'root')
  const proc = join(folder, 'proc')
  await mkdir(join(root, 'app/classes'), { recursive: true })
  await writeFile(join(root, 'app/a.jar'), 'PK\u0003\u0004')
  await mkdir(join(proc, '1'), { recursive: true })
  await writeFile(join(proc, '1/maps'), '7f00-7f01 r-xp 00000000 08:01 7 /jdk/libjvm.so\n')
  await writeFile(join(proc, '1/status'), 'Uid:\t5\t5\t5\t5\n')
  await writeFile(join(proc, '1/cmdline'), 'java\0-Dlog4j2.formatMsgNoLookups=true\0-cp\0a.jar:classes\0Main\0')
  await symlink(root, join(proc, '1/root'))
  await symlink('/app', join(proc, '1/cwd'))

  const sources = await openSources({ paths: [], images: [], jvm: true, proc })

  const [jar, classes] = sources.roots
  expect(jar).toMatchObject({ relative: 'app/a.jar', launch: { properties: { 'log4j2.formatMsgNoLookups': 'true' } } })
  expect(classes).toMatchObject({ relative: 'app/classes' })
  const told = await all(sources.explain(found(`${jar?.shown}!in.jar`, classes?.shown ?? '', '/elsewhere/a.jar')))
  const pids = told.map((event) => (event.is === 'finding' ? event.finding.evidence.map(({ kind }) => kind) : []))
  expect(pids).toEqual([['metadata', 'process'], ['metadata', 'process'], ['metadata']])
  expect(sources.events).toContainEqual({ is: 'note', text: 'looked into 1 running JVM' })
})

test('what JVMs use under a path that is scanned too is shown and known as if found by way of that', async () => {
  const own = await mkdtemp(join(folder, 'own-'))
  const proc = join(own, 'proc')
  await mkdir(join(own, 'srv/lib'), { recursive: true })
  await writeFile(join(own, 'srv/lib/a.jar'), 'PK\u0003\u0004')
  await symlink(join(own, 'srv'), join(own, 'link'))
  await mkdir(join(proc, '1'), { recursive: true })
  await writeFile(join(proc, '1/maps'), '7f00-7f01 r-xp 00000000 08:01 7 /jdk/libjvm.so\n')
  await writeFile(join(proc, '1/status'), 'Uid:\t5\t5\t5\t5\n')
  await writeFile(join(proc, '1/cmdline'), `java\0-jar\0${join(own, 'srv/lib/a.jar')}\0`)
  await symlink('/', join(proc, '1/root'))
  await symlink(own, join(proc, '1/cwd'))

  const rootsOf = async (path: string) =>
    (await openSources({ paths: [{ path, shown: path }], images: [], jvm: true, proc })).roots.slice(1)

  expect(await rootsOf(join(own, 'link'))).toMatchObject([
    { shown: join(own, 'link/lib/a.jar'), relative: 'lib/a.jar', path: join(own, 'srv/lib/a.jar') },
  ])
  expect(await rootsOf(join(own, 'srv/lib/a.jar'))).toMatchObject([{ relative: 'a.jar' }])
  expect(await rootsOf(proc)).toMatchObject([{ relative: join(own, 'srv/lib/a.jar').slice(1) }])
})

test('a second image that cannot be had removes the first', async () => {
  const registry = await openRegistry()
  await registry.push('a', '1', [{ reference: 'x', layers: [] }])
  const directory = await mkdtemp(join(folder, 'images-'))
  const images = [`${registry.host}/a:1`, `${registry.host}/b:1`]

  await expect(
    openSources({ paths: [], images, jvm: false, pull: { directory, credentials: null } }),
  ).rejects.toMatchObject({
    code: 'REGISTRY_REFUSED',
  })
  await registry.close()

  expect(await readdir(directory)).toEqual([])
})

async function layersIn(layout: string, digest: string): Promise<{ layers: readonly { digest: string }[] }> {
  return JSON.parse(await readFile(join(layout, 'blobs', digest.replace(':', '/')), 'utf8')) as {
    layers: readonly { digest: string }[]
  }
}
