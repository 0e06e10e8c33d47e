import { countOf, field, listOf, parseJson, textOf } from '../json.ts'
import { platformOf, readImageConfiguration } from './configuration.ts'
import {
  blobPathOf,
  type ImageFiles,
  type ImageGap,
  type ImageLayer,
  type ImageLimits,
  type ImagePlan,
  type ImageReading,
} from './plan.ts'

/**
 * An OCI image layout: `oci-layout`, `index.json`, `blobs/<algorithm>/<hex>` (OCI image-spec v1.1, image-layout.md).
 * Indexes may lie in indexes. `null` if it is none.
 */
export function readOciLayout(files: ImageFiles, limits: ImageLimits): ImageReading | null {
  if (files.locate('oci-layout') === null && files.locate('blobs/sha256') === null) return null
  const bytes = files.read('index.json')
  if (bytes === null) return null
  const walk = new IndexWalk(files, limits)
  walk.index(parseJson(bytes), 'index.json', { reference: null, depth: 0 })
  return { images: walk.images, gaps: walk.gaps }
}

/** What an index above says of what it names. */
interface Context {
  readonly reference: string | null
  readonly depth: number
}

class IndexWalk {
  readonly images: ImagePlan[] = []
  readonly gaps: ImageGap[] = []
  readonly #files: ImageFiles
  readonly #limits: ImageLimits
  /** Blobs that were read: an index that names itself is read once. */
  readonly #seen = new Set<string>()

  constructor(files: ImageFiles, limits: ImageLimits) {
    this.#files = files
    this.#limits = limits
  }

  index(json: unknown, path: string, { reference, depth }: Context): void {
    if (!Array.isArray(field(json, 'manifests'))) {
      this.#gap(path, 'malformed', 'it is no index of images')
      return
    }
    if (depth > this.#limits.nesting) {
      this.#gap(path, 'too-deep', `indexes lie more than ${this.#limits.nesting} deep in each other`)
      return
    }
    for (const descriptor of listOf(field(json, 'manifests'))) {
      if (this.#seen.size >= this.#limits.manifests) {
        this.#gap(path, 'too-many', `more than ${this.#limits.manifests} manifests`)
        return
      }
      if (!isAttestation(descriptor)) this.#member(descriptor, { reference: nameOf(descriptor) ?? reference, depth })
    }
  }

  #member(descriptor: unknown, { reference, depth }: Context): void {
    const digest = textOf(field(descriptor, 'digest'))
    const path = blobPathOf(digest)
    if (path === null || digest === null)
      return this.#gap('index.json', 'malformed', 'it names something without a digest')
    if (this.#seen.has(path)) return
    this.#seen.add(path)
    // An index for all platforms of which one was kept is how most tools write a layout.
    if (this.#files.locate(path) === null) return
    const bytes = this.#files.read(path)
    const json = bytes === null ? undefined : parseJson(bytes)
    if (Array.isArray(field(json, 'manifests'))) this.index(json, path, { reference, depth: depth + 1 })
    else if (Array.isArray(field(json, 'layers'))) this.#image(json, descriptor, digest, reference)
    else this.#gap(path, 'malformed', 'it is neither a manifest nor an index')
  }

  #image(json: unknown, descriptor: unknown, digest: string, reference: string | null): void {
    const configPath = blobPathOf(textOf(field(json, 'config', 'digest')))
    const bytes = configPath === null ? null : this.#files.read(configPath)
    const configuration = readImageConfiguration(bytes === null ? undefined : parseJson(bytes))
    const named = listOf(field(json, 'layers'))
    const at = blobPathOf(digest) ?? digest
    if (named.length > this.#limits.layers) this.#gap(at, 'too-many', `more than ${this.#limits.layers} layers`)
    const layers = named.slice(0, this.#limits.layers).map((layer, i): ImageLayer => {
      const layerDigest = textOf(field(layer, 'digest'))
      const mediaType = textOf(field(layer, 'mediaType'))
      const path = blobPathOf(layerDigest)
      const blobPath = path === null ? null : this.#files.locate(path)
      const which = `layer ${i + 1} of ${reference ?? digest}`
      if (blobPath === null) this.#gap(path ?? at, 'truncated', `${which} is named but not there${elsewhere(layer)}`)
      else if (mediaType?.endsWith('+encrypted') === true) this.#gap(blobPath, 'encrypted', `${which} is encrypted`)
      return { blobPath, mediaType, digest: layerDigest, createdBy: configuration.createdBy[i] ?? null }
    })
    const platform = platformOf(field(descriptor, 'platform')) ?? configuration.platform
    this.images.push({ reference, digest, platform, layers })
  }

  #gap(path: string, because: ImageGap['because'], detail: string): void {
    this.gaps.push({ path, because, detail })
  }
}

/** Provenance and SBOMs that builders put beside an image: statements about it, not file systems. */
export function isAttestation(descriptor: unknown): boolean {
  if (textOf(field(descriptor, 'annotations', 'vnd.docker.reference.type')) === 'attestation-manifest') return true
  return platformOf(field(descriptor, 'platform')) === 'unknown/unknown'
}

function nameOf(descriptor: unknown): string | null {
  const name = (key: string): string | null => textOf(field(descriptor, 'annotations', key))
  return name('io.containerd.image.name') ?? name('org.opencontainers.image.ref.name')
}

/** Layers that may not be passed on are fetched from where they are sold (OCI image-spec, "urls"). */
function elsewhere(layer: unknown): string {
  const [url] = listOf(field(layer, 'urls'))
  const size = countOf(field(layer, 'size'))
  return typeof url === 'string' ? `: its ${size ?? 'unknown number of'} bytes are at ${url.slice(0, 200)}` : ''
}
