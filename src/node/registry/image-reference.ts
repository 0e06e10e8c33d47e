import { registryBadPlatform, registryBadReference } from './registry-problems.ts'

/** Where an image is kept, and which one it is. */
export interface ImageReference {
  /** As in credentials and for people: `docker.io`, `registry.example:5000`. */
  readonly registry: string
  /** Where its API answers: Docker Hub's is at another name. */
  readonly apiHost: string
  /** `library/debian` */
  readonly repository: string
  /** `null` only where a digest is given. */
  readonly tag: string | null
  readonly digest: string | null
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const repositoryPattern = new RegExp(`^${component}(?:/${component})*$`)
const hostPattern = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/
/** Longest name that registries take (distribution reference grammar). */
const longestName = 255

/**
 * Reads `[host[:port]/]name[:tag][@digest]` as Docker does: without a host it is Docker Hub, without a tag and digest
 * `latest`. Throws REGISTRY_BAD_REFERENCE.
 *
 * @see https://github.com/distribution/reference/blob/main/reference.go
 */
export function parseImageReference(text: string): ImageReference {
  const [, name = '', tag = null, digest = null] =
    /^(.+?)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}))?$/.exec(text) ?? []
  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  const hasHost = first === 'localhost' || /[.:[]/.test(first) || first !== first.toLowerCase()
  const host = hasHost ? first : 'docker.io'
  const rest = hasHost ? name.slice(slash + 1) : name
  const isHub = host === 'docker.io' || host === 'index.docker.io'
  const repository = isHub && !rest.includes('/') ? `library/${rest}` : rest
  if (!hostPattern.test(host)) throw registryBadReference(text, `${host} is no name of a host`)
  if (!repositoryPattern.test(repository) || repository.length > longestName) {
    throw registryBadReference(
      text,
      'names are lower case letters and digits, parted by dots, dashes, underscores and slashes',
    )
  }
  return {
    registry: isHub ? 'docker.io' : host,
    apiHost: isHub ? 'registry-1.docker.io' : host,
    repository,
    tag: tag ?? (digest === null ? 'latest' : null),
    digest,
  }
}

/** In full: `docker.io/library/debian:12@sha256:…`. */
export function showImageReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}

/** What an image is for. */
export interface Platform {
  readonly os: string
  readonly architecture: string
  /** `null`: any. */
  readonly variant: string | null
}

/** Reads `linux/arm64/v8`; `all` is `null`. Throws REGISTRY_BAD_PLATFORM. */
export function parsePlatform(text: string): Platform | null {
  if (text === 'all') return null
  const [, os, architecture, variant = null] = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text) ?? []
  if (os === undefined || architecture === undefined) throw registryBadPlatform(text)
  return { os, architecture, variant }
}
