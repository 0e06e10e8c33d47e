import { countOf, field, isAttestation, listOf, parseJson, platformOf, textOf } from '../../scan/index.ts'

/** What a manifest names (OCI image-spec v1.1, descriptor.md). */
export interface Descriptor {
  readonly digest: string
  /** In bytes. */
  readonly size: number
  /** `linux/arm64/v8` */
  readonly platform: string | null
  /** Whether it is handed out elsewhere only (media types with `foreign` or `nondistributable`). */
  readonly elsewhere: boolean
}

/** What was read: an index of images, or an image with its blobs. */
export interface ReadManifest {
  readonly mediaType: string
  /** Of an index; `null` if it is an image. */
  readonly members: readonly Descriptor[] | null
  /** Of an image: its configuration and its layers. */
  readonly blobs: readonly Descriptor[]
}

/** Reads an index or a manifest of OCI or of Docker (schema 2). */
export function readManifest(bytes: Uint8Array): ReadManifest | { readonly flaw: string } {
  const json = parseJson(bytes)
  if (json === undefined) return { flaw: 'its manifest is no JSON' }
  const mediaType = textOf(field(json, 'mediaType'))
  if (Array.isArray(field(json, 'manifests'))) {
    const members = listOf(field(json, 'manifests')).filter((each) => !isAttestation(each))
    return {
      mediaType: mediaType ?? 'application/vnd.oci.image.index.v1+json',
      members: members.flatMap(descriptor),
      blobs: [],
    }
  }
  if (!Array.isArray(field(json, 'layers'))) {
    const old = field(json, 'schemaVersion') === 1
    return { flaw: old ? 'its manifest has schema 1, which is no longer read' : 'its manifest names no layers' }
  }
  const named = [field(json, 'config'), ...listOf(field(json, 'layers'))]
  const blobs = named.flatMap(descriptor)
  if (blobs.length < named.length) return { flaw: 'its manifest names something without a digest and a size' }
  return { mediaType: mediaType ?? 'application/vnd.oci.image.manifest.v1+json', members: null, blobs }
}

function descriptor(json: unknown): readonly Descriptor[] {
  const digest = textOf(field(json, 'digest'))
  const size = countOf(field(json, 'size'))
  if (digest === null || size === null) return []
  const elsewhere = /foreign|nondistributable/.test(textOf(field(json, 'mediaType')) ?? '')
  return [{ digest, size, platform: platformOf(field(json, 'platform')), elsewhere }]
}
