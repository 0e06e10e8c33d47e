import { ChunkSkipper } from './http-chunks.ts'
import { malformed } from './reading.ts'

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

/** Bytes left of a body of known length, or how else it ends. */
type Body = number | ChunkSkipper | 'until-close'

/** Shared, because a typed array costs more than all else of a reader. */
const nothing = new Uint8Array(0)

/** Interim answers before the one that counts; real servers send one or two. */
const maxInterim = 16

/**
 * Reads one answer of HTTP/1.x (RFC 9112), cut anywhere, in bounded memory and in time linear in its bytes. Strict
 * where leniency would let one answer be taken for two: several lengths, a length with a transfer coding, an unknown
 * coding or an odd header line make the rest of the connection unusable.
 */
export class ResponseReader {
  readonly #limits: ResponseLimits
  readonly #hasBody: boolean
  #head: ResponseHead | null = null
  #reusable = false
  #body: Body = 0
  #bodyRead = 0
  #interim = 0
  /** What came of a head that is not whole; the first `#held` bytes are filled, `#searched` of them without its end. */
  #pending = nothing
  #held = 0
  #searched = 0

  constructor(method: string, limits: ResponseLimits = defaultResponseLimits) {
    this.#limits = limits
    this.#hasBody = method !== 'HEAD'
  }

  /** The head of the answer, as soon as it is whole. */
  get head(): ResponseHead | null {
    return this.#head
  }

  /** Takes the next bytes, and keeps none of that array. After anything but `incomplete`, it is spent. */
  read(bytes: Uint8Array): ResponseProgress {
    if (this.#head !== null) return this.#readBody(this.#head, bytes, 0)
    const all = this.#held === 0 ? bytes : this.#append(bytes)
    let from = 0
    for (;;) {
      const end = endOfHead(all, Math.max(from, this.#searched))
      if ((end < 0 ? all.length : end) - from > this.#limits.headBytes) return malformed('its head is too large')
      if (end < 0) {
        this.#hold(all, from)
        return { is: 'incomplete' }
      }
      const head = this.#readHead(all, from)
      if (head === null) return malformed('it does not start with an HTTP/1 status line')
      from = end
      this.#searched = 0
      // Interim answers (RFC 9110 section 15.2) announce the one that counts; 101 would change the protocol.
      if (head.status >= 200 || head.status === 101) {
        this.#head = head
        this.#pending = nothing
        return this.#readBody(head, all, from)
      }
      if (++this.#interim > maxInterim) return malformed('it has too many interim answers')
    }
  }

  /** The peer closed: complete if the answer ends there, otherwise malformed. */
  end(): ResponseProgress {
    const head = this.#head
    if (head !== null && this.#body === 'until-close') return { is: 'complete', head, reusable: false }
    return malformed(head === null ? 'it ended within its head' : 'it ended within its body')
  }

  /** Doubling, so that a head that comes byte by byte is not copied anew for each. */
  #append(bytes: Uint8Array): Uint8Array {
    const length = this.#held + bytes.length
    if (length > this.#pending.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#pending.length))
      larger.set(this.#pending.subarray(0, this.#held))
      this.#pending = larger
    }
    this.#pending.set(bytes, this.#held)
    this.#held = length
    return this.#pending.subarray(0, length)
  }

  #hold(all: Uint8Array, from: number): void {
    if (from > 0 || this.#held === 0) {
      this.#pending = all.slice(from)
      this.#held = this.#pending.length
    }
    // The end is at most four bytes long, so it may have begun in the last three.
    this.#searched = Math.max(0, this.#held - 3)
  }

  #readHead(bytes: Uint8Array, from: number): ResponseHead | null {
    let lineEnd = bytes.indexOf(0x0a, from)
    const status = statusOf(bytes, from)
    if (status === null) return null
    const fields = new Fields()
    for (;;) {
      const start = lineEnd + 1
      lineEnd = bytes.indexOf(0x0a, start)
      const stop = bytes[lineEnd - 1] === 0x0d ? lineEnd - 1 : lineEnd
      if (stop <= start) break
      fields.take(bytes, start, stop)
    }
    this.#frame(status, fields)
    const newer = bytes[from + 7] === 0x31
    const persists = newer ? !fields.connection.includes('close') : fields.connection.includes('keep-alive')
    this.#reusable &&= persists && !fields.odd && status !== 101
    return { status, location: fields.location }
  }

  /** RFC 9112 section 6.3. */
  #frame(status: number, { coding, length }: Fields): void {
    this.#reusable = true
    if (!this.#hasBody || status === 204 || status === 304 || status < 200) this.#body = 0
    else if (coding !== '') {
      const chunked = /(?:^|,)[ \t]*chunked[ \t]*$/.test(coding)
      this.#body = chunked ? new ChunkSkipper() : 'until-close'
      this.#reusable = chunked && length === null
    } else if (length === null) this.#body = 'until-close'
    else if (/^\d{1,15}$/.test(length)) this.#body = Number(length)
    else {
      // Where it ends is anyone's guess, so nothing more is read, and the connection is given up.
      this.#body = 0
      this.#reusable = false
    }
  }

  #readBody(head: ResponseHead, bytes: Uint8Array, from: number): ResponseProgress {
    const available = bytes.length - from
    this.#bodyRead += available
    if (typeof this.#body === 'number') {
      if (available >= this.#body) return this.#complete(head, available === this.#body)
      this.#body -= available
    } else if (this.#body !== 'until-close') {
      const skipped = this.#body.skip(bytes, from)
      if (skipped.is === 'malformed') return skipped
      if (skipped.is === 'ended') return this.#complete(head, skipped.at === bytes.length)
    }
    return this.#bodyRead > this.#limits.bodyBytes ? this.#complete(head, false) : { is: 'incomplete' }
  }

  #complete(head: ResponseHead, atBoundary: boolean): ResponseProgress {
    return { is: 'complete', head, reusable: this.#reusable && atBoundary }
  }
}

/** The header fields that say where an answer ends and what is next; the others are not even decoded. */
class Fields {
  /** Several that differ are joined by commas, and so are no number (RFC 9112 section 6.3). */
  length: string | null = null
  coding = ''
  connection = ''
  location: string | null = null
  /** Whether a line is none (RFC 9112 section 5): folded, without a colon, or with a space before it. */
  odd = false

  take(bytes: Uint8Array, start: number, end: number): void {
    const colon = bytes.indexOf(0x3a, start)
    const first = bytes[start] ?? 0
    const last = bytes[colon - 1] ?? 0
    if (colon <= start || colon >= end || first === 0x20 || first === 0x09 || last === 0x20 || last === 0x09) {
      this.odd = true
      return
    }
    const name = nameLengths.has(colon - start) ? textOf(bytes, start, colon).toLowerCase() : ''
    if (name === 'content-length') {
      const length = textOf(bytes, colon + 1, end).trim()
      this.length = this.length === null || this.length === length ? length : `${this.length},${length}`
    } else if (name === 'transfer-encoding') this.coding += `,${textOf(bytes, colon + 1, end).toLowerCase()}`
    else if (name === 'connection') this.connection += `,${textOf(bytes, colon + 1, end).toLowerCase()}`
    else if (name === 'location') this.location ??= textOf(bytes, colon + 1, end).trim()
  }
}

const nameLengths = new Set(['content-length', 'transfer-encoding', 'connection', 'location'].map((n) => n.length))

/** `HTTP/1.0` or `HTTP/1.1`, a status of three digits, and a reason or none (RFC 9112 section 4). */
function statusOf(bytes: Uint8Array, from: number): number | null {
  for (let i = 0; i < 7; i++) if (bytes[from + i] !== httpOne[i]) return null
  const minor = bytes[from + 7]
  if ((minor !== 0x30 && minor !== 0x31) || bytes[from + 8] !== 0x20) return null
  let status = 0
  for (let i = from + 9; i < from + 12; i++) {
    const digit = (bytes[i] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return null
    status = 10 * status + digit
  }
  const after = bytes[from + 12]
  return status >= 100 && (after === 0x20 || after === 0x0d || after === 0x0a) ? status : null
}

const httpOne = new TextEncoder().encode('HTTP/1.')

/** The offset after the empty line that ends a head, or -1. A bare LF is taken as a line end (RFC 9112 section 2.2). */
function endOfHead(bytes: Uint8Array, from: number): number {
  for (let lf = bytes.indexOf(0x0a, from); lf >= 0; lf = bytes.indexOf(0x0a, lf + 1)) {
    if (bytes[lf + 1] === 0x0a) return lf + 2
    if (bytes[lf + 1] === 0x0d && bytes[lf + 2] === 0x0a) return lf + 3
  }
  return -1
}

/** Each byte as the character of its number, so that nothing is lost or refused. */
function textOf(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i] ?? 0)
  return text
}
