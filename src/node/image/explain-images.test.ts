import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { dockerArchiveOf, type Files, type ImageRecipe, ociLayoutOf, tarOfFiles } from '../../../test/kit/image.ts'
import { describeWithLab } from '../../../test/kit/lab.ts'
import type { ComponentFinding, Gap } from '../../core/index.ts'
import { fetchArtifacts } from '../lab/index.ts'
import { type Root, scanFiles } from '../scan/scan-files.ts'
import { explainImages } from './explain-images.ts'

const folder = await mkdtemp(join(tmpdir(), 'fireline-image-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function scanned(roots: readonly Root[]): Promise<{ findings: ComponentFinding[]; gaps: Gap[] }> {
  const findings: ComponentFinding[] = []
  const gaps: Gap[] = []
  for await (const event of explainImages(scanFiles(roots, { workers: 1 }), roots)) {
    if (event.is === 'finding') findings.push(event.finding)
    else if (event.is === 'gap') gaps.push(event.gap)
  }
  return { findings, gaps }
}

async function written(name: string, content: Buffer | Files): Promise<Root> {
  const path = join(folder, name)
  const files = Buffer.isBuffer(content) ? new Map([['', content]]) : content
  for (const [inside, bytes] of files) {
    await mkdir(dirname(join(path, inside)), { recursive: true })
    await writeFile(join(path, inside), bytes)
  }
  return { path, shown: name }
}

describeWithLab('a vulnerable jar in a container image', () => {
  const coordinate = 'org.apache.logging.log4j:log4j-core:2.14.1'
  const core = (): Promise<string> => fetchArtifacts([coordinate]).then((jars) => jars.get(coordinate) ?? '')
  const recipe = async (...upper: string[]): Promise<ImageRecipe> => {
    const jar = { name: 'opt/app/log4j-core.jar', content: await readFile(await core()) }
    return {
      reference: 'shop/app:1.2',
      layers: [
        { createdBy: 'COPY app.jar /opt/app', files: [jar] },
        ...upper.map((name) => ({ createdBy: 'RUN rm /opt/app', files: [{ name }] })),
      ],
    }
  }

  describe.each([
    ['docker save', (image: ImageRecipe) => dockerArchiveOf([image])],
    ['docker save, gzipped', (image: ImageRecipe) => gzipSync(dockerArchiveOf([image]))],
    ['an OCI layout in a tar', (image: ImageRecipe) => tarOfFiles(ociLayoutOf([image]))],
    ['an OCI layout in a folder', (image: ImageRecipe) => ociLayoutOf([image])],
  ] as const)('in %s', (kind, write) => {
    test('is told with the layer that brought it', async () => {
      const { findings } = await scanned([await written(`visible ${kind}`, write(await recipe()))])

      const [finding] = findings.filter(({ component }) => component.product === 'log4j-core')
      expect(finding?.at.path).toContain('!opt/app/log4j-core.jar')
      expect(finding?.cves).toContainEqual(expect.objectContaining({ id: 'CVE-2021-44228', status: 'affected' }))
      expect(finding?.evidence.at(-1)).toMatchObject({
        kind: 'layer',
        image: 'shop/app:1.2 (linux/amd64)',
        layer: 1,
        createdBy: 'COPY app.jar /opt/app',
      })
    })

    test('is not in the image if a layer above deleted it, and that layer is named', async () => {
      const { findings } = await scanned([await written(`deleted ${kind}`, write(await recipe('opt/.wh.app')))])

      const [finding] = findings.filter(({ component }) => component.product === 'log4j-core')
      expect(finding?.severity).toBe('info')
      expect(finding?.cves.filter(({ status }) => status === 'affected')).toEqual([])
      expect(finding?.cves).toContainEqual({
        id: 'CVE-2021-44228',
        status: 'not_affected',
        because: 'it is not in the image: layer 2 deleted it',
        justification: 'component_not_present',
      })
      expect(finding?.evidence.at(-1)).toMatchObject({
        kind: 'layer',
        says: expect.stringContaining('RUN rm /opt/app') as string,
      })
    })
  })
})

test('a layer that is named but not there is a gap, though nothing was found', async () => {
  const files = new Map(ociLayoutOf([{ reference: 'a:1', layers: [{ createdBy: 'COPY', files: [{ name: 'a' }] }] }]))
  const { layers } = JSON.parse(
    [...files.values()].find((bytes) => bytes.includes('"layers":['))?.toString() ?? '',
  ) as { layers: { digest: string }[] }
  files.delete(`blobs/${layers[0]?.digest.replace(':', '/')}`)

  const { gaps } = await scanned([await written('thin', files)])

  expect(gaps).toMatchObject([
    { because: 'truncated', detail: expect.stringMatching(/^layer 1 of a:1 is named/) as string },
  ])
})

describeWithLab('what is compressed over and over', () => {
  const coordinate = 'org.apache.logging.log4j:log4j-core:2.14.1'

  test('is no image for that, and no gap', async () => {
    const jar = await readFile((await fetchArtifacts([coordinate])).get(coordinate) ?? '')
    const root = await written('thrice', gzipSync(gzipSync(gzipSync(jar))))

    expect(await scanned([root])).toMatchObject({ findings: [{ at: { path: 'thrice!content!content' } }], gaps: [] })
  })
})

test('a folder that is no image is left as it is', async () => {
  const root = await written('plain', new Map([['manifest.json', Buffer.from('{}')]]))

  expect(await scanned([root])).toEqual({ findings: [], gaps: [] })
})
