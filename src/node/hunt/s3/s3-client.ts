import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import { packageVersion } from '../../package-root.ts'
import { StreamLost } from '../stream-hunt.ts'
import { type ObjectPage, readObjectPage, readS3Error, type S3Object } from './object-list.ts'
import type { S3Access } from './s3-credentials.ts'
import { s3Refused, s3Unreachable } from './s3-problems.ts'

export interface S3ClientOptions extends S3Access {
  /** Nothing else is ever contacted: a redirect is refused. */
  readonly endpoint: URL
  readonly signal: AbortSignal
  /** For tests; before something is tried again, doubled each time. */
  readonly retryAfterMs?: number
  /** Without an octet for so long, a connection is given up. */
  readonly idleMs?: number
}

/** How often something is tried again without having come any further. */
const mostRetries = 4
const longestWaitMs = 10_000
/** Of an answer that is read whole: a page of a thousand objects whose keys have 1,024 octets, escaped. */
const largestAnswer = 16 << 20

/** Reads a bucket of a server that speaks as S3 does; buckets are named in the path. It only ever reads. */
export class S3Client {
  readonly #options: S3ClientOptions

  constructor(options: S3ClientOptions) {
    this.#options = options
  }

  /** Throws S3_REFUSED and S3_UNREACHABLE. `after` is what the page before had as `next`. */
  async page(bucket: string, prefix: string, after: string | null): Promise<ObjectPage> {
    const place = `s3://${bucket}/${prefix}`
    const query = new Map([
      ['list-type', '2'],
      ['encoding-type', 'url'],
      ['prefix', prefix],
      ...(after === null ? [] : [['continuation-token', after] as const]),
    ])
    for (let tries = 0; ; tries++) {
      const answer = await this.#ask(this.#urlOf(bucket, null, query), {}).catch((error: unknown) => {
        if (this.#options.signal.aborted || tries >= mostRetries) {
          throw s3Unreachable(this.#options.endpoint.origin, messageOf(error))
        }
        return null
      })
      const body = answer === null ? null : await textOf(answer).catch(() => null)
      const page = answer?.statusCode === 200 && body !== null ? readObjectPage(body) : null
      if (page !== null) return page
      if (answer !== null && body !== null && !isPassing(answer)) throw s3Refused(place, said(answer, body))
      if (tries >= mostRetries) throw s3Refused(place, answer === null ? 'no answer' : said(answer, body ?? ''))
      await this.#wait(tries)
    }
  }

  /**
   * An object from its beginning to its end: a connection that breaks is taken up where it broke, as long as the object is
   * the same. Throws StreamLost.
   */
  async *object(bucket: string, { key, etag: listed }: S3Object): AsyncGenerator<Uint8Array, void, undefined> {
    const url = this.#urlOf(bucket, key, new Map())
    let etag = listed
    let at = 0
    for (let tries = 0; ; tries++) {
      const before = at
      const begun = await this.#ask(url, rangeOf(at, etag)).catch((error: unknown) => this.#passing(error, tries))
      if (begun !== null) {
        const length = await this.#sizeOf(begun, at, etag, tries)
        etag ??= begun.headers.etag ?? null
        if (length !== null) {
          // Where a server does not know ranges it begins anew.
          let skip = begun.statusCode === 206 ? 0 : at
          try {
            for await (const piece of piecesOf(begun)) {
              const some = piece.subarray(Math.min(skip, piece.length))
              skip -= piece.length - some.length
              at += some.length
              if (some.length > 0) yield some
            }
          } catch (error) {
            this.#passing(error, tries)
          }
          if (at === length) return
        }
      }
      if (at > before) tries = -1
      else if (tries >= mostRetries) throw lostAt(at, 'the connection broke again and again')
      await this.#wait(Math.max(0, tries)).catch((error: unknown) => this.#passing(error, mostRetries))
    }
  }

  /** How long the whole object is; `null`: it is to be asked for again. */
  async #sizeOf(answer: IncomingMessage, at: number, etag: string | null, tries: number): Promise<number | null> {
    const { statusCode = 0, headers } = answer
    if (statusCode === 200 || statusCode === 206) {
      const isSame = etag === null || headers.etag === undefined || bare(headers.etag) === bare(etag)
      if (isSame && statusCode === 200) return lengthOf(headers['content-length'])
      const [, from, size] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers['content-range'] ?? '') ?? []
      if (isSame && Number(from) === at) return Number(size)
      answer.destroy()
      throw new StreamLost('changed', `it is another object now; ${at} bytes of the one that was listed were read`)
    }
    const body = await textOf(answer).catch(() => '')
    if (isPassing(answer) && tries < mostRetries) return null
    if (statusCode === 412 || statusCode === 416) {
      throw new StreamLost('changed', `it is another object now; ${at} bytes of the one that was listed were read`)
    }
    throw new StreamLost(statusCode === 404 ? 'vanished' : 'not-readable', `the server said: ${said(answer, body)}`)
  }

  #passing(error: unknown, tries: number): null {
    if (error instanceof StreamLost) throw error
    if (this.#options.signal.aborted) throw new StreamLost('interrupted', 'the hunt was stopped')
    if (tries >= mostRetries) throw new StreamLost('connection-lost', messageOf(error))
    return null
  }

  async #wait(tries: number): Promise<void> {
    const { retryAfterMs = 500, signal } = this.#options
    await pause(Math.min(longestWaitMs, retryAfterMs * 2 ** tries), undefined, { signal })
  }

  #urlOf(bucket: string, key: string | null, query: ReadonlyMap<string, string>): URL {
    const url = new URL(this.#options.endpoint)
    const names = [bucket, ...(key === null ? [] : key.split('/'))].map(percentEncoded)
    url.pathname = `${url.pathname.replace(/\/$/, '')}/${names.join('/')}`
    url.search = [...query].map(([name, value]) => `${name}=${percentEncoded(value)}`).join('&')
    return url
  }

  async #ask(url: URL, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
    const { idleMs = 30_000, signal } = this.#options
    const signed = await this.#signed(url, { ...headers, 'user-agent': `fireline/${packageVersion()}` })
    const request = url.protocol === 'https:' ? requestHttps : requestHttp
    return await new Promise((resolve, reject) => {
      const asked = request(url, { headers: signed, signal, timeout: idleMs }, resolve)
      asked.once('timeout', () => asked.destroy(new Error(`nothing came for ${idleMs / 1_000} s`)))
      asked.once('error', reject)
      asked.end()
    })
  }

  async #signed(url: URL, headers: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const { keys, region } = this.#options
    if (keys === null) return headers
    // Loaded only where a bucket is read.
    const { AwsV4Signer } = await import('aws4fetch')
    const { accessKeyId, secretAccessKey, sessionToken } = keys
    const token = sessionToken === null ? {} : { sessionToken }
    const signer = new AwsV4Signer({
      url: url.href,
      headers,
      accessKeyId,
      secretAccessKey,
      ...token,
      service: 's3',
      region,
    })
    return Object.fromEntries((await signer.sign()).headers)
  }
}

function rangeOf(at: number, etag: string | null): Readonly<Record<string, string>> {
  return { ...(at > 0 ? { range: `bytes=${at}-` } : {}), ...(etag === null ? {} : { 'if-match': etag }) }
}

/** What a server says in a moment may be otherwise in the next (RFC 9110 §15.6, RFC 6585 §4). */
function isPassing({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 500 || statusCode === 429 || statusCode === 408
}

function said({ statusCode = 0, headers }: IncomingMessage, body: string): string {
  const status = `status ${statusCode}`
  if (statusCode >= 300 && statusCode < 400) {
    const region = headers['x-amz-bucket-region']
    const where = headers.location ?? (typeof region === 'string' ? `region ${region}` : 'elsewhere')
    return `${status}, which leads to ${where}; only the endpoint that was named is contacted`
  }
  const error = readS3Error(body)
  return error === null ? status : `${status}, ${error}`
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of piecesOf(answer)) {
    size += piece.length
    if (size > largestAnswer) throw new Error('the answer is too large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function piecesOf(answer: IncomingMessage): AsyncIterable<Uint8Array> {
  return answer // whose iterator is declared to give anything, and gives octets
}

function lengthOf(header: string | undefined): number | null {
  if (header === undefined) throw new StreamLost('malformed', 'the server does not say how long the object is')
  return Number(header)
}

function lostAt(at: number, why: string): StreamLost {
  return new StreamLost('connection-lost', `${why}; ${at} bytes were read`)
}

function bare(etag: string): string {
  return etag.replace(/^W\//, '').replaceAll('"', '')
}

/** As the signature has it: everything but letters, digits and `-._~`. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
