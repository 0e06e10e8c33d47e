import { field, fieldsOf, listOf, parseJson, textOf } from '../json.ts'
import { commandOf, platformOf, readImageConfiguration } from './configuration.ts'
import {
  digestOfPath,
  type ImageFiles,
  type ImageGap,
  type ImageLayer,
  type ImageLimits,
  type ImagePlan,
  type ImageReading,
} from './plan.ts'

/**
 * What `docker save` writes: `manifest.json`, an image for each of its members (moby image spec v1.2, "Combined Image
 * JSON + Filesystem Changeset Format"); before release 1.10 only `repositories` and a folder for each layer.
 * `null` if neither is there.
 */
export function readDockerArchive(files: ImageFiles, limits: ImageLimits): ImageReading | null {
  if (files.locate('manifest.json') !== null) return fromManifest(files, limits)
  if (files.locate('repositories') !== null) return fromRepositories(files, limits)
  return null
}

function fromManifest(files: ImageFiles, limits: ImageLimits): ImageReading | null {
  const bytes = files.read('manifest.json')
  const json = bytes === null ? undefined : parseJson(bytes)
  // Anything may be called manifest.json; an image's is a list of members with layers.
  if (!Array.isArray(json) || !json.some((member) => Array.isArray(field(member, 'Layers')))) return null
  const gaps: ImageGap[] = []
  if (json.length > limits.manifests) {
    gaps.push({ path: 'manifest.json', because: 'too-many', detail: `more than ${limits.manifests} images` })
  }
  const images = json.slice(0, limits.manifests).map((member) => imageOf(member, files, limits, gaps))
  return { images, gaps }
}

function imageOf(member: unknown, files: ImageFiles, limits: ImageLimits, gaps: ImageGap[]): ImagePlan {
  const configPath = textOf(field(member, 'Config'))
  const bytes = configPath === null ? null : files.read(configPath)
  const configuration = readImageConfiguration(bytes === null ? undefined : parseJson(bytes))
  const reference = textOf(listOf(field(member, 'RepoTags'))[0])
  const named = listOf(field(member, 'Layers'))
  if (named.length > limits.layers) {
    gaps.push({ path: 'manifest.json', because: 'too-many', detail: `an image of more than ${limits.layers} layers` })
  }
  const layers = named.slice(0, limits.layers).map((name, i): ImageLayer => {
    const path = textOf(name) ?? ''
    const blobPath = files.locate(path)
    if (blobPath === null) gaps.push(missing(path, i, reference))
    return {
      blobPath,
      mediaType: null,
      digest: digestOfPath(path) ?? configuration.diffIds[i] ?? null,
      createdBy: configuration.createdBy[i] ?? null,
    }
  })
  const hex = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(configPath ?? '')?.[1]
  return { reference, digest: hex === undefined ? null : `sha256:${hex}`, platform: configuration.platform, layers }
}

/** A folder for each layer, each naming the one below it. */
function fromRepositories(files: ImageFiles, limits: ImageLimits): ImageReading | null {
  const bytes = files.read('repositories')
  const gaps: ImageGap[] = []
  const tags = fieldsOf(bytes === null ? undefined : parseJson(bytes))
    .flatMap(([name, ids]) => fieldsOf(ids).map(([tag, id]) => ({ reference: `${name}:${tag}`, id: textOf(id) ?? '' })))
    .slice(0, limits.manifests)
  const images = tags
    .filter(({ id }) => files.locate(`${id}/json`) !== null)
    .map(({ reference, id }) => chainOf(reference, id, files, limits, gaps))
  return images.length === 0 ? null : { images, gaps }
}

function chainOf(reference: string, top: string, files: ImageFiles, limits: ImageLimits, gaps: ImageGap[]): ImagePlan {
  const layers: ImageLayer[] = []
  const seen = new Set<string>()
  let platform: string | null = null
  for (let id: string | null = top; id !== null && id !== ''; ) {
    if (seen.has(id) || seen.size === limits.layers) {
      const because = seen.has(id) ? 'malformed' : 'too-many'
      gaps.push({ path: `${id}/json`, because, detail: `the layers of ${reference} have no end` })
      break
    }
    seen.add(id)
    const bytes = files.read(`${id}/json`)
    const json = bytes === null ? undefined : parseJson(bytes)
    const blobPath = files.locate(`${id}/layer.tar`)
    if (blobPath === null) gaps.push(missing(`${id}/layer.tar`, seen.size - 1, reference))
    const command = listOf(field(json, 'container_config', 'Cmd'))
      .map(textOf)
      .join(' ')
    layers.unshift({ blobPath, mediaType: null, digest: null, createdBy: commandOf(command) })
    platform ??= platformOf(json)
    id = textOf(field(json, 'parent'))
  }
  return { reference, digest: null, platform, layers }
}

function missing(path: string, index: number, reference: string | null): ImageGap {
  const detail = `layer ${index + 1} of ${reference ?? 'the image'} is named but not there`
  return { path: path.slice(0, 200), because: 'truncated', detail }
}
