import { setTimeout as pause } from 'node:timers/promises'
import { packageVersion } from '../package-root.ts'
import { readChallenge } from './challenge.ts'
import type { Credentials } from './docker-credentials.ts'
import { type ImageReference, showImageReference } from './image-reference.ts'
import { registryNotTrusted, registryRefused, registryUnreachable } from './registry-problems.ts'

export interface RegistryOptions {
  readonly credentials: Credentials | null
  /** Hosts (with port) that may be spoken to in clear, beside those of this machine. */
  readonly insecure: readonly string[]
  readonly signal?: AbortSignal | undefined
  /** For tests; default one second, doubled each time. */
  readonly retryAfterMs?: number
  /** Without a byte for so long, a connection is given up. */
  readonly idleMs?: number
}

/** How often something is asked for again that failed in a way that may pass. */
const mostRetries = 3
const mostRedirects = 5
const longestWaitMs = 10_000
const largestToken = 1 << 20

/** One repository of a registry, by the OCI distribution spec v1.1. Only ever asks, and never hands anything out. */
export class RegistryClient {
  readonly #reference: ImageReference
  readonly #options: RegistryOptions
  #authorization: string | null = null

  constructor(reference: ImageReference, options: RegistryOptions) {
    this.#reference = reference
    this.#options = options
  }

  /**
   * Asks for `manifests/…` or `blobs/…`; `from` bytes on, if the registry can. The answer is one of success, and its
   * body is to be read or cancelled. Throws Problems: REGISTRY_REFUSED, _UNREACHABLE, _NOT_TRUSTED.
   */
  async get(path: string, accept: string, from = 0): Promise<Response> {
    const scheme = this.#mayBeClear(this.#reference.apiHost) ? 'http' : 'https'
    const url = new URL(`${scheme}://${this.#reference.apiHost}/v2/${this.#reference.repository}/${path}`)
    const headers = { accept, ...(from > 0 ? { range: `bytes=${from}-` } : {}) }
    for (let tries = 0, asked = false; ; tries++) {
      const response = await this.#followed(url, headers, tries)
      if (response === null) continue
      if (response.ok) return response
      if (response.status === 401 && !asked) {
        asked = true
        await response.body?.cancel()
        this.#authorization = await this.#authorize(response.headers.get('www-authenticate'))
        if (this.#authorization !== null) continue
      }
      if (isPassing(response.status) && tries < mostRetries) {
        await response.body?.cancel()
        await this.#wait(tries, response.headers.get('retry-after'))
        continue
      }
      throw registryRefused(
        `${showImageReference(this.#reference)} (${path})`,
        response.status,
        await errorIn(response),
      )
    }
  }

  /** All of a body up to `limit` bytes; `null` if there is more. */
  async body(response: Response, limit: number): Promise<Buffer | null> {
    const pieces: Uint8Array[] = []
    let size = 0
    for await (const piece of this.pieces(response)) {
      size += piece.length
      if (size > limit) return null
      pieces.push(piece)
    }
    return Buffer.concat(pieces)
  }

  /** A body piece by piece; an error if nothing comes for too long. */
  async *pieces(response: Response): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = response.body?.getReader()
    if (reader === undefined) return
    try {
      for (;;) {
        const next = await this.#inTime(reader.read())
        if (next.done) return
        yield next.value
      }
    } finally {
      await reader.cancel().catch(() => undefined)
    }
  }

  async #wait(tries: number, asked: string | null): Promise<void> {
    const { retryAfterMs = 1_000, signal } = this.#options
    const seconds = Number(asked ?? Number.NaN)
    const wanted = Number.isFinite(seconds) ? Math.min(seconds * 1_000, longestWaitMs) : 0
    const ms = Math.min(longestWaitMs, Math.max(wanted, retryAfterMs * 2 ** tries))
    await pause(ms, undefined, signal === undefined ? {} : { signal })
  }

  /** Follows redirects; the authorization stays with the registry. `null`: it is to be tried again. */
  async #followed(start: URL, headers: Readonly<Record<string, string>>, tries: number): Promise<Response | null> {
    let url = start
    for (let redirects = 0; ; redirects++) {
      const own = url.origin === start.origin && this.#authorization !== null
      const all = own ? { ...headers, authorization: this.#authorization ?? '' } : headers
      let response: Response
      try {
        response = await this.#fetch(url, { headers: all })
      } catch (error) {
        if (this.#options.signal?.aborted === true) throw error
        if (tries >= mostRetries) throw registryUnreachable(url.origin, causeOf(error))
        await this.#wait(tries, null)
        return null
      }
      const location = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || location === null) return response
      await response.body?.cancel()
      if (redirects === mostRedirects)
        throw registryNotTrusted(url.origin, `it redirects more than ${mostRedirects} times`)
      url = this.#trusted(new URL(location, url))
    }
  }

  /** A token for this repository, or the password itself where that is asked for. */
  async #authorize(header: string | null): Promise<string | null> {
    const challenge = readChallenge(header)
    const { credentials } = this.#options
    if (challenge?.scheme === 'basic') return credentials?.kind === 'password' ? basic(credentials) : null
    const realm = challenge?.parameters.get('realm')
    if (challenge === null || realm === undefined || !URL.canParse(realm)) return null
    const url = this.#trusted(new URL(realm))
    const scope = `repository:${this.#reference.repository}:pull`
    const service = challenge.parameters.get('service') ?? ''
    const response = await this.#askToken(url, service, scope, credentials).catch((error: unknown) => {
      if (this.#options.signal?.aborted === true) throw error
      throw registryUnreachable(url.origin, causeOf(error))
    })
    if (!response.ok)
      throw registryRefused(showImageReference(this.#reference), response.status, await errorIn(response))
    const body = await this.body(response, largestToken)
    const token = tokenIn(body?.toString('utf8') ?? '')
    return token === null ? null : `Bearer ${token}`
  }

  #askToken(url: URL, service: string, scope: string, credentials: Credentials | null): Promise<Response> {
    if (credentials?.kind === 'identity-token') {
      const form = {
        grant_type: 'refresh_token',
        service,
        scope,
        client_id: 'fireline',
        refresh_token: credentials.token,
      }
      return this.#fetch(url, { method: 'POST', body: new URLSearchParams(form) })
    }
    url.searchParams.set('service', service)
    url.searchParams.set('scope', scope)
    return this.#fetch(url, credentials === null ? {} : { headers: { authorization: basic(credentials) } })
  }

  #trusted(url: URL): URL {
    if (url.protocol === 'https:' || (url.protocol === 'http:' && this.#mayBeClear(url.host))) return url
    throw registryNotTrusted(url.origin, 'it would be spoken to in clear')
  }

  #mayBeClear(host: string): boolean {
    const name = host.replace(/:\d+$/, '')
    return (
      name === 'localhost' ||
      name === '[::1]' ||
      /^127(?:\.\d{1,3}){3}$/.test(name) ||
      this.#options.insecure.includes(host)
    )
  }

  #fetch(url: URL, init: RequestInit): Promise<Response> {
    const { signal } = this.#options
    const headers = new Headers(init.headers)
    headers.set('user-agent', `fireline/${packageVersion()}`)
    return this.#inTime(
      fetch(url, { ...init, headers, redirect: 'manual', ...(signal === undefined ? {} : { signal }) }),
    )
  }

  async #inTime<T>(work: Promise<T>): Promise<T> {
    const { idleMs = 60_000 } = this.#options
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing came for ${idleMs / 1_000} s`)), idleMs)
    })
    try {
      return await Promise.race([work, late])
    } finally {
      clearTimeout(timer)
    }
  }
}

function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

function basic({ user, password }: Extract<Credentials, { kind: 'password' }>): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

/** `token` or, as OAuth 2 calls it, `access_token`; without anything that would break a header. */
function tokenIn(text: string): string | null {
  try {
    const json: unknown = JSON.parse(text)
    for (const name of ['token', 'access_token']) {
      const value: unknown = Object.getOwnPropertyDescriptor(json, name)?.value
      if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value
    }
  } catch {
    // What is no JSON holds no token; the registry then answers 401 again, which is told.
  }
  return null
}

/** What the registry says of an error (distribution spec, "Error Codes"), shortened. */
async function errorIn(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  const first = await reader?.read().catch(() => undefined)
  await reader?.cancel().catch(() => undefined)
  const text = Buffer.from(first?.value ?? [])
    .toString('utf8')
    .slice(0, 2_000)
  return /"(?:message|code)"\s*:\s*"([\w .,:'/-]{1,200})"/.exec(text)?.[1] ?? ''
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}
