import { expect, test } from 'vitest'
import { type ComponentFinding, type FindingId, instantOfEpoch } from '../../../core/index.ts'
import { explainLayer, imageName, inLayer } from './explain-layer.ts'
import type { Fate } from './file-fates.ts'
import type { LayerPlace } from './open-image.ts'

const finding: ComponentFinding = {
  schema: 'fireline.finding/1',
  id: 'f-1' as FindingId,
  kind: 'component',
  at: { path: 'image.tar!blobs/sha256/aa!opt/app.war!WEB-INF/lib/x.jar' },
  component: {
    product: 'log4j-core',
    purl: 'pkg:maven/org.apache.logging.log4j/log4j-core',
    version: null,
    versionRange: null,
    identifiedBy: ['class-bytes'],
    mitigations: [],
    packageRoot: null,
  },
  title: 'Log4j Core is affected',
  severity: 'critical',
  cves: [
    { id: 'CVE-2021-44228', status: 'affected', because: 'x' },
    { id: 'CVE-2021-44832', status: 'under_investigation', because: 'y' },
    { id: 'CVE-2021-45105', status: 'fixed', because: 'z' },
  ],
  evidence: [{ kind: 'metadata', path: 'x', says: 'x' }],
  by: 'scan',
  seenAt: instantOfEpoch(0),
  remedy: 'Update.',
}

const layer = (createdBy: string | null) => ({
  blobPath: 'blobs/sha256/aa',
  mediaType: null,
  digest: 'sha256:aa',
  createdBy,
})
const layers = [layer('COPY app'), layer('RUN rm')]
const place = (reference: string, fate: Fate): LayerPlace => ({
  image: { reference, digest: null, platform: null, layers },
  layer: 1,
  of: layers[0] ?? layer(null),
  fate,
  hiddenBy: fate.is === 'visible' ? null : (layers[1] ?? null),
})

test('what one image shows and another hides is affected, and both are told', () => {
  const told = explainLayer(finding, [place('a', { is: 'deleted', byLayer: 2 }), place('b', { is: 'visible' })])

  expect(told.cves).toEqual(finding.cves)
  expect(told.severity).toBe('critical')
  expect(told.evidence.map((each) => (each.kind === 'layer' ? [each.image, each.says] : each.kind))).toEqual([
    'metadata',
    ['a', 'it was deleted by layer 2 (RUN rm); made by: COPY app; sha256:aa'],
    ['b', 'it is in the image; made by: COPY app; sha256:aa'],
  ])
})

test('what every image hides affects none: open states are settled, settled ones stay', () => {
  const told = explainLayer(finding, [place('a', { is: 'replaced', byLayer: 2 })])

  expect(told.cves.map(({ status, because }) => [status, because])).toEqual([
    ['not_affected', 'it is not in the image: layer 2 replaced it'],
    ['not_affected', 'it is not in the image: layer 2 replaced it'],
    ['fixed', 'z'],
  ])
  expect(told.id).toBe(finding.id)
})

test('a layer that no image names is left as it was found', () => {
  expect(explainLayer(finding, [])).toBe(finding)
})

test('a layer that hundreds of images share names a few of them', () => {
  const places = Array.from({ length: 300 }, (_, i) => place(`image-${i}`, { is: 'visible' }))

  expect(explainLayer(finding, places).evidence).toHaveLength(11)
})

test.each([
  [
    'in an archive',
    'image.tar!blobs/sha256/aa!opt/a.war!lib/x.jar',
    'image.tar',
    ['blobs/sha256/aa', 'opt/a.war', 'lib/x.jar'],
  ],
  ['in a folder', '/srv/layout/blobs/sha256/aa!opt/a.jar', '/srv/layout', ['blobs/sha256/aa', 'opt/a.jar']],
  ['a layer itself', 'image.tar!blobs/sha256/aa', 'image.tar', null],
  ['somewhere else', 'other.tar!a!b', 'image.tar', null],
])('the place of a finding %s', (_case, path, outer, expected) => {
  const found = inLayer(path, outer)

  expect(found === null ? null : [found.blobPath, ...found.inside]).toEqual(expected)
})

test('an image without a name goes by its digest', () => {
  expect(imageName({ reference: null, digest: 'sha256:aa', platform: 'linux/arm64', layers: [] })).toBe(
    'sha256:aa (linux/arm64)',
  )
})
