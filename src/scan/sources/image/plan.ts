import type { GapReason } from '../../../core/index.ts'

/** One layer of an image. */
export interface ImageLayer {
  /** Where it lies in the archive or folder: `blobs/sha256/…`, `…/layer.tar`. `null`: it is not there. */
  readonly blobPath: string | null
  /** `null` if the image does not say. */
  readonly mediaType: string | null
  /** `sha256:…` of the blob, or of what is in it where only that is known. */
  readonly digest: string | null
  /** The command that made it, as the image tells; `null` if it does not. */
  readonly createdBy: string | null
}

/** One image for one platform, its layers from the lowest. */
export interface ImagePlan {
  /** `registry.example/app:1.2`; `null` if it has no name. */
  readonly reference: string | null
  /** Of its manifest, or of its configuration where there is none: `sha256:…`. */
  readonly digest: string | null
  /** `linux/arm64/v8`; `null` if it is not said. */
  readonly platform: string | null
  readonly layers: readonly ImageLayer[]
}

/** Something of an image that cannot be examined, with its place in the image. */
export interface ImageGap {
  readonly path: string
  readonly because: GapReason
  readonly detail: string
}

/** What an archive or folder holds of images. */
export interface ImageReading {
  readonly images: readonly ImagePlan[]
  readonly gaps: readonly ImageGap[]
}

/** The small documents of an image, and what else is there. */
export interface ImageFiles {
  /** Whether something lies there. `path` as in {@link ImageLayer.blobPath}; links are followed. */
  locate(path: string): string | null
  /** The bytes of a document; `null` if it is not there, is too large, or is no text. */
  read(path: string): Uint8Array | null
}

/** How much of an image's description is read. */
export interface ImageLimits {
  /** Of one document, in bytes: registries refuse manifests beyond 4 MiB (OCI distribution-spec, "Pushing Manifests"). */
  readonly documentBytes: number
  /** Of all documents together, in bytes. */
  readonly allDocumentBytes: number
  /** Manifests and indexes, over all images. */
  readonly manifests: number
  /** Of one image. Container engines stop at 127. */
  readonly layers: number
  /** Indexes in indexes. */
  readonly nesting: number
}

export const defaultImageLimits: ImageLimits = {
  documentBytes: 4 * 2 ** 20,
  allDocumentBytes: 64 * 2 ** 20,
  manifests: 1_000,
  layers: 1_000,
  nesting: 8,
}

/** Where a blob lies by its digest (OCI image-layout, "Blobs"); `null` for what is no digest. */
export function blobPathOf(digest: string | null): string | null {
  const [, algorithm, hex] = /^(sha256|sha512):([0-9a-f]{64}|[0-9a-f]{128})$/.exec(digest ?? '') ?? []
  return algorithm === undefined || hex === undefined ? null : `blobs/${algorithm}/${hex}`
}

/** The digest that a path of a blob names. */
export function digestOfPath(path: string | null): string | null {
  const [, algorithm, hex] = /(?:^|\/)blobs\/(sha256|sha512)\/([0-9a-f]+)$/.exec(path ?? '') ?? []
  return algorithm === undefined || hex === undefined ? null : `${algorithm}:${hex}`
}
