import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Gap, Problem } from '../../core/index.ts'
import { blobPathOf } from '../../scan/index.ts'
import { type Credentials, dockerCredentials } from './docker-credentials.ts'
import { fetchBlob } from './fetch-blob.ts'
import {
  type ImageReference,
  type Platform,
  parseImageReference,
  parsePlatform,
  showImageReference,
} from './image-reference.ts'
import { type Descriptor, type ReadManifest, readManifest } from './manifest.ts'
import { RegistryClient } from './registry-client.ts'
import { registryNoPlatform, registryNoRoom, registryNotTrusted, registryRefused } from './registry-problems.ts'

export interface PullOptions {
  /** Where a folder for the image is made; default the system's for temporary files. */
  readonly directory?: string
  /** `linux/amd64`, the default, or `all`. */
  readonly platform?: string
  /** Registries (host and port) that may be spoken to in clear, beside those of this machine. */
  readonly insecure?: readonly string[]
  /** Default: those of `docker login`. */
  readonly credentials?: Credentials | null
  readonly limits?: Partial<PullLimits>
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: PullProgress) => void
  readonly retryAfterMs?: number
  readonly idleMs?: number
}

export interface PullLimits {
  /** Of a manifest or an index, in bytes (OCI distribution spec: 4 MiB). */
  readonly manifestBytes: number
  /** Of all blobs together, in bytes as packed. */
  readonly imageBytes: number
  /** Of all platforms together. */
  readonly layers: number
}

export const defaultPullLimits: PullLimits = { manifestBytes: 4 * 2 ** 20, imageBytes: 64 * 2 ** 30, layers: 5_000 }

/** In bytes as packed. */
export interface PullProgress {
  readonly received: number
  readonly total: number
}

/** An image that lies here as an OCI layout until it is removed. */
export interface PulledImage {
  /** With the digest of what was pulled: `docker.io/library/debian:12@sha256:…`. */
  readonly reference: string
  readonly layoutDirectory: string
  /** Of what the tag names: an index, or a manifest. */
  readonly digest: string
  /** Those that were chosen; empty for an image that is for one only and does not say which. */
  readonly platforms: readonly string[]
  /** Layers that could not be had; their places are as a scan of the layout shows them under `reference`. */
  readonly gaps: readonly Gap[]
  remove(): Promise<void>
}

/** Blobs that are fetched at once. */
const atOnce = 3

/**
 * Brings an image from a registry into a folder of its own, every blob checked against its digest. Throws Problems
 * `REGISTRY_…`; a single layer that cannot be had is a gap.
 */
export async function pullImage(text: string, options: PullOptions = {}): Promise<PulledImage> {
  const reference = parseImageReference(text)
  const platform = parsePlatform(options.platform ?? 'linux/amd64')
  const { insecure = [], signal, retryAfterMs, idleMs } = options
  const credentials =
    options.credentials === undefined ? await dockerCredentials(reference.registry) : options.credentials
  const client = new RegistryClient(reference, {
    credentials,
    insecure,
    signal,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(idleMs === undefined ? {} : { idleMs }),
  })
  const layoutDirectory = await newFolder(options.directory ?? tmpdir())
  const remove = (): Promise<void> => rm(layoutDirectory, { recursive: true, force: true })
  try {
    const pull = new Pull(client, reference, layoutDirectory, options)
    return { ...(await pull.run(platform)), layoutDirectory, remove }
  } catch (error) {
    await remove()
    throw isFull(error) ? registryNoRoom(layoutDirectory, error.message) : error
  }
}

class Pull {
  readonly #client: RegistryClient
  readonly #reference: ImageReference
  readonly #folder: string
  readonly #options: PullOptions
  readonly #limits: PullLimits

  constructor(client: RegistryClient, reference: ImageReference, folder: string, options: PullOptions) {
    this.#client = client
    this.#reference = reference
    this.#folder = folder
    this.#options = options
    this.#limits = { ...defaultPullLimits, ...options.limits }
  }

  async run(platform: Platform | null): Promise<Omit<PulledImage, 'layoutDirectory' | 'remove'>> {
    const top = await this.#manifest(this.#reference.digest ?? this.#reference.tag ?? 'latest', this.#reference.digest)
    const reference = showImageReference({ ...this.#reference, digest: top.digest })
    const chosen = top.members === null ? [top] : await this.#chosen(top.members, platform)
    await this.#writeIndex(chosen, reference)
    const blobs = new Map(chosen.flatMap(({ blobs: all }) => all).map((blob) => [blob.digest, blob]))
    const gaps = await this.#fetchAll([...blobs.values()], reference)
    const platforms = chosen.flatMap(({ platform: of }) => of ?? [])
    return { reference, digest: top.digest, platforms, gaps }
  }

  async #chosen(members: readonly Descriptor[], platform: Platform | null): Promise<readonly Named[]> {
    const fitting = platform === null ? members : members.filter((each) => fits(each, platform)).slice(0, 1)
    if (fitting.length === 0) {
      const asked = platform === null ? 'any platform' : `${platform.os}/${platform.architecture}`
      const has = [...new Set(members.map((each) => each.platform ?? 'an unknown one'))].join(', ')
      throw registryNoPlatform(showImageReference(this.#reference), asked, has.slice(0, 500) || 'nothing')
    }
    const chosen: Named[] = []
    for (const member of fitting) {
      const manifest = await this.#manifest(member.digest, member.digest)
      chosen.push({ ...manifest, platform: member.platform })
    }
    return chosen
  }

  /** `expected`: its digest, if that is known before. */
  async #manifest(name: string, expected: string | null): Promise<Named> {
    const shown = showImageReference(this.#reference)
    const response = await this.#client.get(`manifests/${name}`, accepted)
    const bytes = await this.#client.body(response, this.#limits.manifestBytes)
    if (bytes === null) throw registryNotTrusted(shown, `a manifest has more than ${this.#limits.manifestBytes} bytes`)
    const algorithm = expected?.startsWith('sha512:') === true ? 'sha512' : 'sha256'
    const digest = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
    if (expected !== null && digest !== expected) {
      throw registryNotTrusted(shown, `what it hands out as ${expected} has the digest ${digest}`)
    }
    const manifest = readManifest(bytes)
    if ('flaw' in manifest) throw registryRefused(`${shown} (${name})`, response.status, manifest.flaw)
    await this.#write(digest, bytes)
    return { ...manifest, digest, size: bytes.length, platform: null }
  }

  async #fetchAll(blobs: readonly Descriptor[], shown: string): Promise<readonly Gap[]> {
    if (blobs.length > this.#limits.layers)
      throw registryNotTrusted(shown, `it has more than ${this.#limits.layers} layers`)
    const total = blobs.reduce((sum, { size }) => sum + size, 0)
    if (total > this.#limits.imageBytes)
      throw registryNotTrusted(shown, `it has more than ${this.#limits.imageBytes} bytes`)
    const gaps: Gap[] = []
    let received = 0
    const onBytes = (count: number): void => {
      received += count
      this.#options.onProgress?.({ received, total })
    }
    const waiting = [...blobs]
    const work = async (): Promise<void> => {
      for (let blob = waiting.shift(); blob !== undefined; blob = waiting.shift()) {
        const path = blobPathOf(blob.digest)
        if (path === null) throw registryNotTrusted(shown, 'it names a layer by something that is no digest')
        const failure = await this.#fetch(blob, path, onBytes)
        if (failure !== null) gaps.push({ at: `${shown}/${path}`, ...failure })
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return gaps
  }

  async #fetch(blob: Descriptor, path: string, onBytes: (count: number) => void): Promise<Omit<Gap, 'at'> | null> {
    if (blob.elsewhere)
      return { because: 'not-attempted', detail: 'the registry does not have this layer; its maker hands it out' }
    try {
      await mkdir(join(this.#folder, path, '..'), { recursive: true })
      return await fetchBlob(this.#client, blob, join(this.#folder, path), onBytes)
    } catch (error) {
      if (this.#options.signal?.aborted === true || !(error instanceof Problem)) throw error
      return { because: 'unreachable', detail: error.message }
    }
  }

  async #writeIndex(chosen: readonly Named[], reference: string): Promise<void> {
    const manifests = chosen.map(({ digest, size, mediaType, platform }) => {
      const [os, architecture, variant] = platform?.split('/') ?? []
      return {
        mediaType,
        digest,
        size,
        ...(platform === null ? {} : { platform: { os, architecture, ...(variant === undefined ? {} : { variant }) } }),
        annotations: { 'org.opencontainers.image.ref.name': reference },
      }
    })
    await writeFile(join(this.#folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
    await writeFile(join(this.#folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }))
  }

  async #write(digest: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.#folder, blobPathOf(digest) ?? '')
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, bytes)
  }
}

/** A manifest that was read, by its digest. */
type Named = ReadManifest & { readonly digest: string; readonly size: number; readonly platform: string | null }

const accepted = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

function fits({ platform }: Descriptor, wanted: Platform): boolean {
  const [os, architecture, variant] = platform?.split('/') ?? []
  return (
    os === wanted.os && architecture === wanted.architecture && (wanted.variant === null || variant === wanted.variant)
  )
}

async function newFolder(parent: string): Promise<string> {
  try {
    return await mkdtemp(join(parent, 'fireline-image-'))
  } catch (error) {
    throw registryNoRoom(parent, error instanceof Error ? error.message : String(error))
  }
}

function isFull(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
