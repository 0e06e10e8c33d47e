import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { type TarMember, tarOf } from './tar.ts'

/** One layer of an image to be built: what it does, and by which command. */
export interface LayerRecipe {
  readonly createdBy: string
  readonly files: readonly TarMember[]
}

export interface ImageRecipe {
  readonly reference: string
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string }
  readonly layers: readonly LayerRecipe[]
}

/** Files by path. */
export type Files = ReadonlyMap<string, Buffer>

const linux = { os: 'linux', architecture: 'amd64' }

/** What `docker save` writes since release 1.10: manifest.json, a configuration, a folder for each layer. */
export function dockerArchiveOf(images: readonly ImageRecipe[]): Buffer {
  const files = new Map<string, Buffer>()
  const manifest = images.map((image) => {
    const layers = image.layers.map(({ files: members }) => tarOf(members))
    const names = layers.map((layer) => `${sha256(layer)}/layer.tar`)
    names.forEach((name, i) => files.set(name, layers[i] ?? Buffer.alloc(0)))
    const config = configOf(image, layers)
    files.set(`${sha256(config)}.json`, config)
    return { Config: `${sha256(config)}.json`, RepoTags: [image.reference], Layers: names }
  })
  files.set('manifest.json', json(manifest))
  return tarOfFiles(files)
}

/** Descriptor and blobs of one image for a registry or a layout (OCI image-spec v1.1); layers are gzipped. */
export function ociImageOf(image: ImageRecipe): {
  readonly descriptor: { readonly mediaType: string; readonly digest: string; readonly size: number }
  readonly manifest: Buffer
  readonly blobs: ReadonlyMap<string, Buffer>
} {
  const blobs = new Map<string, Buffer>()
  const keep = (mediaType: string, bytes: Buffer) => {
    const digest = `sha256:${sha256(bytes)}`
    blobs.set(digest, bytes)
    return { mediaType, digest, size: bytes.length }
  }
  const tars = image.layers.map(({ files }) => tarOf(files))
  const layers = tars.map((tar) => keep('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(tar)))
  const config = keep('application/vnd.oci.image.config.v1+json', configOf(image, tars))
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const manifest = json({ schemaVersion: 2, mediaType, config, layers })
  return { descriptor: { mediaType, digest: `sha256:${sha256(manifest)}`, size: manifest.length }, manifest, blobs }
}

/** An OCI image layout of one index that names all images. */
export function ociLayoutOf(images: readonly ImageRecipe[]): Files {
  const files = new Map<string, Buffer>([['oci-layout', json({ imageLayoutVersion: '1.0.0' })]])
  const manifests = images.map((image) => {
    const { descriptor, manifest, blobs } = ociImageOf(image)
    for (const [digest, bytes] of blobs) files.set(`blobs/${digest.replace(':', '/')}`, bytes)
    files.set(`blobs/${descriptor.digest.replace(':', '/')}`, manifest)
    const annotations = { 'org.opencontainers.image.ref.name': image.reference }
    return { ...descriptor, platform: image.platform ?? linux, annotations }
  })
  return files.set('index.json', json({ schemaVersion: 2, manifests }))
}

export function tarOfFiles(files: Files): Buffer {
  return tarOf([...files].map(([name, content]) => ({ name, content })))
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}

function configOf({ platform = linux, layers }: ImageRecipe, tars: readonly Buffer[]): Buffer {
  return json({
    ...platform,
    config: {},
    rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) },
    history: layers.flatMap(({ createdBy }) => [
      { created_by: '/bin/sh -c #(nop)  ENV A=B', empty_layer: true },
      { created_by: `/bin/sh -c ${createdBy}` },
    ]),
  })
}
