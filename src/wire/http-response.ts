/** What is kept of an answer: the body is read past, never kept. */
export interface ResponseHead {
  readonly status: number
  readonly location: string | null
}

export interface ResponseLimits {
  /** Status line and headers together, of one answer and its interim answers each. */
  readonly headBytes: number
  /** Bytes of a body that are read before the answer counts as complete and the connection is given up. */
  readonly bodyBytes: number
}

export const defaultResponseLimits: ResponseLimits = { headBytes: 65_536, bodyBytes: 65_536 }

export type ResponseProgress =
  | { readonly is: 'incomplete' }
  /** `reusable`: the connection is at the start of the next answer. */
  | { readonly is: 'complete'; readonly head: ResponseHead; readonly reusable: boolean }
  | { readonly is: 'malformed'; readonly because: string }

type Body = 'none' | 'chunked' | 'until-close' | { left: number }

/**
 * Reads one answer of HTTP/1.x (RFC 9112), cut anywhere, in bounded memory. Strict where leniency would let one
 * answer be taken for two: several lengths, a length with a transfer coding, or an unknown coding make the rest
 * of the connection unusable.
 */
export class ResponseReader {
  readonly #limits: ResponseLimits
  readonly #hasBody: boolean
  #head: ResponseHead | null = null
  #reusable = false
  #body: Body = 'none'
  #line = ''
  #chunkLeft = -1
  #inTrailers = false
  #bodyRead = 0
  #pending = new Uint8Array(0)

  constructor(method: string, limits: ResponseLimits = defaultResponseLimits) {
    this.#limits = limits
    this.#hasBody = method !== 'HEAD'
  }

  /** Takes the next bytes. After anything but `incomplete`, it is spent. */
  read(bytes: Uint8Array): ResponseProgress {
    if (this.#head !== null) return this.#readBody(bytes, 0)
    const all = this.#pending.length === 0 ? bytes : join(this.#pending, bytes)
    let from = 0
    for (;;) {
      const end = endOfHead(all, from)
      if (end < 0) {
        if (all.length - from > this.#limits.headBytes) return malformed('its head is too large')
        this.#pending = all.slice(from)
        return { is: 'incomplete' }
      }
      if (end - from > this.#limits.headBytes) return malformed('its head is too large')
      const head = this.#readHead(ascii(all, from, end))
      if (head === null) return malformed('it does not start with an HTTP/1 status line')
      from = end
      // Interim answers (RFC 9110 section 15.2) announce the one that counts; 101 would change the protocol.
      if (head.status < 200 && head.status !== 101) continue
      this.#head = head
      break
    }
    this.#pending = new Uint8Array(0)
    return this.#readBody(all, from)
  }

  /** The peer closed: complete if the answer ends there, otherwise malformed. */
  end(): ResponseProgress {
    const head: ResponseHead | null = this.#head
    if (head !== null && this.#body === 'until-close') return { is: 'complete', head, reusable: false }
    return malformed(head === null ? 'it ended within its head' : 'it ended within its body')
  }

  #readHead(text: string): ResponseHead | null {
    const lines = text.split(/\r?\n/)
    const [, version = '', digits = ''] = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(lines[0] ?? '') ?? []
    if (digits === '') return null
    const headers = new Map<string, string[]>()
    for (const line of lines.slice(1)) {
      const colon = line.indexOf(':')
      if (colon <= 0) continue
      const name = line.slice(0, colon).toLowerCase()
      headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()])
    }
    const status = Number(digits)
    this.#frame(status, headers)
    const connection = (headers.get('connection') ?? []).join(',').toLowerCase()
    this.#reusable &&= version === '1' ? !connection.includes('close') : connection.includes('keep-alive')
    return { status, location: headers.get('location')?.[0] ?? null }
  }

  /** RFC 9112 section 6.3. */
  #frame(status: number, headers: ReadonlyMap<string, readonly string[]>): void {
    const codings = (headers.get('transfer-encoding') ?? []).join(',').toLowerCase()
    const lengths = new Set(headers.get('content-length') ?? [])
    const [length = ''] = lengths
    this.#reusable = true
    if (!this.#hasBody || status === 204 || status === 304 || status < 200) this.#body = 'none'
    else if (codings !== '') {
      this.#body = /(^|,)\s*chunked$/.test(codings) ? 'chunked' : 'until-close'
      this.#reusable = this.#body === 'chunked' && lengths.size === 0
    } else if (lengths.size === 1 && /^\d{1,15}$/.test(length)) this.#body = { left: Number(length) }
    else {
      this.#body = 'until-close'
      this.#reusable = false
    }
  }

  #readBody(bytes: Uint8Array, from: number): ResponseProgress {
    const body = this.#body
    if (body === 'none') return this.#complete(from === bytes.length)
    const available = bytes.length - from
    this.#bodyRead += available
    if (body === 'chunked') return this.#readChunks(bytes, from)
    if (body !== 'until-close') {
      if (available >= body.left) return this.#complete(available === body.left)
      body.left -= available
    }
    return this.#bodyRead > this.#limits.bodyBytes ? this.#complete(false) : { is: 'incomplete' }
  }

  /** RFC 9112 section 7.1: chunks are skipped, extensions and trailers ignored. */
  #readChunks(bytes: Uint8Array, from: number): ResponseProgress {
    for (let i = from; i < bytes.length; ) {
      if (this.#chunkLeft > 0) {
        const skipped = Math.min(this.#chunkLeft, bytes.length - i)
        this.#chunkLeft -= skipped
        i += skipped
        continue
      }
      const byte = bytes[i++] ?? 0
      if (byte !== 0x0a) {
        this.#line += String.fromCharCode(byte)
        if (this.#line.length > 4_096) return malformed('a chunk line is too long')
        continue
      }
      const line = this.#line.replace(/\r$/, '')
      this.#line = ''
      if (this.#inTrailers) {
        if (line === '') return this.#complete(i === bytes.length)
      } else if (this.#chunkLeft === 0) {
        // The line end that follows the data of a chunk.
        if (line !== '') return malformed('a chunk is longer than it said')
        this.#chunkLeft = -1
      } else {
        const [digits = ''] = /^[0-9a-f]{1,12}(?=\s*(?:;|$))/i.exec(line) ?? []
        if (digits === '') return malformed('a chunk has no size')
        const size = Number.parseInt(digits, 16)
        if (size === 0) this.#inTrailers = true
        else this.#chunkLeft = size
      }
    }
    return this.#bodyRead > this.#limits.bodyBytes ? this.#complete(false) : { is: 'incomplete' }
  }

  #complete(atBoundary: boolean): ResponseProgress {
    const head: ResponseHead | null = this.#head
    if (head === null) return malformed('it has no head')
    return { is: 'complete', head, reusable: this.#reusable && atBoundary }
  }
}

function malformed(because: string): ResponseProgress {
  return { is: 'malformed', because }
}

/** The offset after the empty line that ends a head, or -1. A bare LF is taken as a line end (RFC 9112 section 2.2). */
function endOfHead(bytes: Uint8Array, from: number): number {
  for (let lf = bytes.indexOf(0x0a, from); lf >= 0; lf = bytes.indexOf(0x0a, lf + 1)) {
    if (bytes[lf + 1] === 0x0a) return lf + 2
    if (bytes[lf + 1] === 0x0d && bytes[lf + 2] === 0x0a) return lf + 3
  }
  return -1
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i] ?? 0)
  return text
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
