import type { ComponentEvidence, ComponentFinding, CveStatus } from '../../../core/index.ts'
import { products } from '../../../log4j/index.ts'
import type { InLayer } from './file-fates.ts'
import type { LayerPlace } from './open-image.ts'
import type { ImagePlan } from './plan.ts'

/** Images named in one finding; a layer that hundreds share would fill pages. */
const imagesShown = 10

/**
 * What of a finding's place lies in a layer: of `image.tar!blobs/sha256/…!opt/app.war!WEB-INF/lib/x.jar` the last two.
 * `outer` is the archive or folder of the images, as the finding's path shows it. `null` if it is not inside.
 */
export function inLayer(place: string, outer: string): InLayer | null {
  if (!place.startsWith(outer)) return null
  const [blobPath = '', ...inside] = place.slice(outer.length).replace(/^[!/]/, '').split('!')
  return blobPath === '' || inside.length === 0 ? null : { blobPath, inside }
}

/**
 * A finding in a layer, told as what it means for the images: which layer brought it, by which command, and whether a
 * layer above took it away. What no image shows any more affects none of them; its bytes are still handed out with the
 * layer, and the finding says so.
 */
export function explainLayer(finding: ComponentFinding, places: readonly LayerPlace[]): ComponentFinding {
  const [first] = places
  if (first === undefined) return finding
  const [strongest, ...others] = finding.evidence
  const layers = places.slice(0, imagesShown).map(evidenceOf)
  const evidence = [strongest, ...others, ...layers] as const
  if (places.some(({ fate }) => fate.is === 'visible')) return { ...finding, evidence }
  return {
    ...finding,
    evidence,
    title: `${nameOf(finding)} lies in a layer, and is not in the image`,
    severity: 'info',
    cves: finding.cves.map((cve) =>
      cve.status === 'affected' || cve.status === 'under_investigation' ? hidden(cve, first) : cve,
    ),
    remedy:
      'Nothing runs it from this image. Leave it out of the layer that brings it: its bytes are still handed out.',
  }
}

/** `registry.example/app:1.2 (linux/amd64)` */
export function imageName({ reference, digest, platform }: ImagePlan): string {
  const name = reference ?? digest ?? 'the image'
  return platform === null ? name : `${name} (${platform})`
}

function nameOf({ component: { product, version } }: ComponentFinding): string {
  const { title } = products[product]
  return version === null ? title : `${title} ${version}`
}

function evidenceOf({ image, layer, of, fate, hiddenBy }: LayerPlace): ComponentEvidence {
  const by = of.createdBy === null ? '' : `; made by: ${of.createdBy}`
  const above = hiddenBy?.createdBy == null ? '' : ` (${hiddenBy.createdBy})`
  const end = fate.is === 'visible' ? 'it is in the image' : `it was ${fate.is} by layer ${fate.byLayer}${above}`
  const says = `${end}${by}${of.digest === null ? '' : `; ${of.digest}`}`
  return { kind: 'layer', image: imageName(image), layer, digest: of.digest, createdBy: of.createdBy, says }
}

function hidden(cve: CveStatus, { fate }: LayerPlace): CveStatus {
  if (fate.is === 'visible') return cve
  const because = `it is not in the image: layer ${fate.byLayer} ${fate.is} it`
  return { id: cve.id, status: 'not_affected', because, justification: 'component_not_present' }
}
