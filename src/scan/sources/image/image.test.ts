import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  dockerArchiveOf,
  type ImageRecipe,
  json,
  type LayerRecipe,
  ociLayoutOf,
  tarOfFiles,
} from '../../../../test/kit/image.ts'
import { tarOf } from '../../../../test/kit/tar.ts'
import { type ArchiveTools, archiveFormats, bytesOf, piecesOf } from '../../../archive/index.ts'
import { mayHoldImages } from './image-files.ts'
import { type OpenImage, openImage } from './open-image.ts'
import { defaultImageLimits, type ImageLimits } from './plan.ts'

const tools: ArchiveTools = {
  decompress: (compression, pieces) => (compression === 'gzip' ? [gunzipSync(Buffer.concat([...pieces]))] : []),
  libarchive: () => [],
}
const doors = { formats: archiveFormats, tools, elapsed: () => 0 }
const tar = archiveFormats.find(({ id }) => id === 'tar')!

function open(archive: Buffer, limits: Partial<ImageLimits> = {}): OpenImage | null {
  const bytes = bytesOf(archive)
  const input = { name: 'image.tar', stream: () => piecesOf(bytes), bytes: () => bytes, passed: () => undefined }
  return openImage({ blobsAreFiles: false, entries: () => tar.entries(input, doors.tools) }, doors, {
    ...defaultImageLimits,
    ...limits,
  })
}

const jar = { name: 'opt/app/lib/log4j-core-2.14.1.jar', content: 'a jar' }
const base: LayerRecipe = { createdBy: 'COPY base /', files: [{ name: 'etc/os-release', content: 'ID=x' }] }
const app: LayerRecipe = { createdBy: 'COPY app /opt/app', files: [{ name: 'opt/app/lib/' }, jar] }
const above = (...files: LayerRecipe['files']): LayerRecipe => ({ createdBy: 'RUN mend.sh', files })
const image = (...layers: LayerRecipe[]): ImageRecipe => ({ reference: 'shop/app:1.2', layers })

const writers = [
  ['docker save', (recipe: ImageRecipe) => dockerArchiveOf([recipe]), [jar.name]],
  ['an OCI layout', (recipe: ImageRecipe) => tarOfFiles(ociLayoutOf([recipe])), ['content', jar.name]],
] as const

test.each(writers)('%s: layers are named in order, with digest and command', (_name, write) => {
  const [plan] = open(write(image(base, app)))!.images

  expect(plan).toMatchObject({ reference: 'shop/app:1.2', platform: 'linux/amd64' })
  expect(plan?.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(plan?.layers.map(({ createdBy }) => createdBy)).toEqual(['COPY base /', 'COPY app /opt/app'])
  expect(plan?.layers.every(({ digest, blobPath }) => digest !== null && blobPath !== null)).toBe(true)
})

describe.each(writers)('%s: what became of a jar', (_name, write, inside) => {
  test.each([
    ['nothing above it', [], { is: 'visible' }],
    ['an unrelated file above', [above({ name: 'opt/app/readme' })], { is: 'visible' }],
    ['a whiteout of it', [above({ name: 'opt/app/lib/.wh.log4j-core-2.14.1.jar' })], { is: 'deleted', byLayer: 3 }],
    ['a whiteout of a folder above it', [above({ name: 'opt/.wh.app' })], { is: 'deleted', byLayer: 3 }],
    ['its folder emptied', [above({ name: 'opt/app/lib/.wh..wh..opq' })], { is: 'deleted', byLayer: 3 }],
    ['the whole file system emptied', [above({ name: '.wh..wh..opq' })], { is: 'deleted', byLayer: 3 }],
    ['another file in its place', [above({ ...jar, content: 'newer' })], { is: 'replaced', byLayer: 3 }],
    ['a file in place of its folder', [above({ name: 'opt/app', content: 'x' })], { is: 'replaced', byLayer: 3 }],
    ['a folder in its place', [above({ name: `${jar.name}/` })], { is: 'replaced', byLayer: 3 }],
    ['its folder written again', [above({ name: 'opt/app/lib/' })], { is: 'visible' }],
    ['a whiteout of a name that only starts like it', [above({ name: 'opt/app/.wh.li' })], { is: 'visible' }],
    ['a whiteout with a path that climbs', [above({ name: 'opt/x/../app/.wh.lib' })], { is: 'visible' }],
    ['a mark of aufs', [above({ name: '.wh..wh.plnk/1.2' })], { is: 'visible' }],
    ['a whiteout of nothing', [above({ name: 'opt/app/lib/.wh.' })], { is: 'visible' }],
    ['deleted and brought again by another layer', [above({ name: 'opt/.wh.app' }), base, app], { is: 'visible' }],
  ])('%s', (_case, upper, fate) => {
    const opened = open(write(image(base, app, ...upper)))!
    const blobPath = opened.images[0]?.layers[1]?.blobPath ?? ''

    const [[place] = []] = opened.places([{ blobPath, inside }])

    expect(place?.fate).toEqual(fate)
  })
})

test('a whiteout below a file does not hide it: layers count from the lowest', () => {
  const opened = open(dockerArchiveOf([image(above({ name: 'opt/app/lib/.wh.log4j-core-2.14.1.jar' }), app)]))!
  const [[place] = []] = opened.places([{ blobPath: opened.images[0]?.layers[1]?.blobPath ?? '', inside: [jar.name] }])

  expect(place?.fate).toEqual({ is: 'visible' })
})

test('a hard link keeps what it names, so its deletion under one name hides nothing', () => {
  const linked = { ...app, files: [...app.files, { name: 'opt/kept.jar', type: '1', linkTo: jar.name } as const] }
  const opened = open(dockerArchiveOf([image(linked, above({ name: 'opt/.wh.app' }))]))!
  const [[place] = []] = opened.places([{ blobPath: opened.images[0]?.layers[0]?.blobPath ?? '', inside: [jar.name] }])

  expect(place?.fate).toEqual({ is: 'visible' })
})

test('a layer that two images share is judged in each', () => {
  const mended = above({ name: 'opt/.wh.app' })
  const opened = open(dockerArchiveOf([image(app), { reference: 'shop/app:1.3', layers: [app, mended] }]))!
  const blobPath = opened.images[0]?.layers[0]?.blobPath ?? ''

  const [places = []] = opened.places([{ blobPath, inside: [jar.name] }])

  expect(places.map(({ image: { reference }, fate }) => [reference, fate.is])).toEqual([
    ['shop/app:1.2', 'visible'],
    ['shop/app:1.3', 'deleted'],
  ])
})

test('layers before Docker 1.10 are followed from child to parent', () => {
  const archive = tarOf([
    { name: 'repositories', content: json({ old: { latest: 'bbb' } }) },
    { name: 'aaa/json', content: json({ os: 'linux', architecture: 'amd64', container_config: { Cmd: ['ADD x'] } }) },
    { name: 'aaa/layer.tar', content: tarOf(app.files) },
    { name: 'bbb/json', content: json({ parent: 'aaa' }) },
    { name: 'bbb/layer.tar', content: tarOf([{ name: 'opt/.wh.app' }]) },
  ])
  const opened = open(archive)!

  expect(opened.images[0]?.layers.map(({ blobPath }) => blobPath)).toEqual(['aaa/layer.tar', 'bbb/layer.tar'])
  expect(opened.places([{ blobPath: 'aaa/layer.tar', inside: [jar.name] }])[0]?.[0]?.fate.is).toBe('deleted')
})

test('a layer that is a link to another image’s is found', () => {
  const archive = tarOf([
    { name: 'aaa/layer.tar', content: tarOf(app.files) },
    { name: 'bbb/layer.tar', type: '2', linkTo: '../aaa/layer.tar' },
    { name: 'manifest.json', content: json([{ Config: 'c.json', RepoTags: null, Layers: ['bbb/layer.tar'] }]) },
  ])

  expect(open(archive)?.images[0]?.layers[0]?.blobPath).toBe('aaa/layer.tar')
})

test.each([
  ['docker save', dockerArchiveOf([image(base)]), true],
  ['an OCI layout', tarOfFiles(ociLayoutOf([image(base)])), true],
  [
    'an OCI layout whose folders come first',
    tarOf([{ name: './' }, { name: './blobs/' }, { name: './oci-layout' }]),
    true,
  ],
  ['a backup', tarOf(Array.from({ length: 20 }, (_, i) => ({ name: `home/${i}` }))), false],
  ['nothing', Buffer.alloc(1_024), false],
])('by its first names, %s may hold images or not', (_case, archive, expected) => {
  const bytes = bytesOf(archive)
  const input = { name: 'x.tar', stream: () => piecesOf(bytes), bytes: () => bytes, passed: () => undefined }
  const entries = () => (archive.every((byte) => byte === 0) ? [] : tar.entries(input, doors.tools))

  expect(mayHoldImages({ blobsAreFiles: false, entries })).toBe(expected)
})

const index = (manifests: readonly unknown[]) => json({ schemaVersion: 2, manifests })
const digestOf = (hex: string) => `sha256:${hex.repeat(64)}`

describe('hostile descriptions', () => {
  test.each([
    ['a tar that is no image', tarOf([{ name: 'a.txt', content: 'x' }]), null],
    ['another manifest.json', tarOf([{ name: 'manifest.json', content: json({ name: 'web app' }) }]), null],
    ['an index that is no JSON', tarOf([{ name: 'oci-layout' }, { name: 'index.json', content: '{' }]), ['malformed']],
    [
      'an index that names itself',
      tarOf([
        { name: 'oci-layout' },
        { name: 'index.json', content: index([{ digest: digestOf('a') }]) },
        { name: `blobs/sha256/${'a'.repeat(64)}`, content: index([{ digest: digestOf('a') }]) },
      ]),
      [],
    ],
    [
      'a digest that climbs out',
      tarOf([{ name: 'oci-layout' }, { name: 'index.json', content: index([{ digest: 'sha256:../../etc/passwd' }]) }]),
      ['malformed'],
    ],
    [
      'layers that are not there',
      tarOf([{ name: 'manifest.json', content: json([{ Config: '../../c', Layers: ['/etc/shadow', 7, null] }]) }]),
      ['truncated', 'truncated', 'truncated'],
    ],
    [
      'parents in a circle',
      tarOf([
        { name: 'repositories', content: json({ a: { b: 'x' } }) },
        { name: 'x/json', content: json({ parent: 'x' }) },
        { name: 'x/layer.tar' },
      ]),
      ['malformed'],
    ],
  ])('%s', (_case, archive, reasons) => {
    const opened = open(archive)

    expect(opened === null ? null : opened.gaps.map(({ because }) => because)).toEqual(reasons)
  })

  test('indexes nested beyond the limit are a gap', () => {
    const hex = (i: number) => i.toString(16).padStart(64, '0')
    const nested = Array.from({ length: 12 }, (_, i) => ({
      name: `blobs/sha256/${hex(i)}`,
      content: index([{ digest: `sha256:${hex(i + 1)}` }]),
    }))
    const archive = tarOf([
      { name: 'oci-layout' },
      { name: 'index.json', content: index([{ digest: `sha256:${hex(0)}` }]) },
      ...nested,
    ])

    expect(open(archive)?.gaps).toMatchObject([{ because: 'too-deep' }])
  })

  test('a description beyond the limit is a gap', () => {
    const archive = dockerArchiveOf([image(base)])

    expect(open(archive, { documentBytes: 100 })?.gaps).toMatchObject([{ path: 'manifest.json', because: 'too-large' }])
  })

  test('more layers than the limit are a gap', () => {
    const opened = open(dockerArchiveOf([image(base, app)]), { layers: 1 })

    expect(opened?.gaps).toMatchObject([{ because: 'too-many' }])
  })

  test('attestations beside an image are no images', () => {
    const files = new Map(ociLayoutOf([image(app)]))
    const parsed = JSON.parse(files.get('index.json')?.toString() ?? '') as { manifests: object[] }
    const attestation = { digest: digestOf('b'), platform: { os: 'unknown', architecture: 'unknown' } }
    files.set('index.json', json({ ...parsed, manifests: [attestation, ...parsed.manifests] }))

    expect(open(tarOfFiles(files))?.images).toHaveLength(1)
  })

  test('any JSON in place of a description ends, and throws nothing', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('manifest.json', 'index.json', 'repositories'), (content, name) => {
        const opened = open(
          tarOf([
            { name: 'oci-layout', content: '{}' },
            { name, content },
            { name: 'x/json', content },
          ]),
        )
        expect(opened?.places([{ blobPath: 'x', inside: ['y'] }]) ?? [[]]).toEqual([[]])
      }),
      { numRuns: 200 },
    )
  })
})
