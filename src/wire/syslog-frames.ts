/** What came of a connection that carries syslog. */
export type SyslogFrame =
  /** `leftOut`: octets of it beyond the limit, which were passed over. `whole`: whether its end came. */
  | { readonly is: 'message'; readonly bytes: Uint8Array; readonly leftOut: number; readonly whole: boolean }
  /** Where the next message begins cannot be known any more. */
  | { readonly is: 'malformed'; readonly detail: string }

/**
 * Takes messages of syslog out of a stream. Each has its length in front, or ends with a line feed or a NUL (RFC 6587
 * §3.4; RFC 5425 §4.3 knows lengths only). Which of the two it is, the first octets of a connection say: a length is digits
 * and a blank, and messages begin with `<`. Memory is one message up to the limit, whatever comes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6587
 */
export class SyslogFrames {
  readonly #mostBytes: number
  #framing: 'unknown' | 'lengths' | 'lines' | 'lost' = 'unknown'
  /** Digits of a length that is not complete; while the framing is not known, what may be one. */
  #digits = ''
  /** Octets still to come of a message whose length is known; `null`: none is under way. */
  #left: number | null = null
  /** Of one piece, however small those are that come. */
  #room = new Uint8Array(0)
  #kept = 0
  #leftOut = 0

  /** `mostBytes`: what is kept of one message. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  /** Whether a message has begun whose end did not come. */
  get isWithin(): boolean {
    return this.#digits !== '' || this.#left !== null || this.#kept > 0
  }

  hear(bytes: Uint8Array): readonly SyslogFrame[] {
    const frames: SyslogFrame[] = []
    for (let at = 0; at < bytes.length && this.#framing !== 'lost'; ) at = this.#step(bytes, at, frames)
    return frames
  }

  /** Nothing follows: what is left of a message that was not complete. */
  end(): readonly SyslogFrame[] {
    if (this.#framing === 'unknown') this.#lines()
    if (this.#kept === 0) return []
    // The last line of a stream may do without its end.
    return [this.#message(this.#framing === 'lines' && this.#leftOut === 0)]
  }

  #step(bytes: Uint8Array, at: number, frames: SyslogFrame[]): number {
    if (this.#left !== null) return this.#counted(bytes, at, this.#left, frames)
    return this.#framing === 'lines' ? this.#line(bytes, at, frames) : this.#length(bytes, at, frames)
  }

  #counted(bytes: Uint8Array, at: number, left: number, frames: SyslogFrame[]): number {
    const piece = bytes.subarray(at, at + left)
    this.#keep(piece)
    this.#left = left - piece.length
    if (this.#left === 0) {
      this.#left = null
      frames.push(this.#message(true))
    }
    return at + piece.length
  }

  #line(bytes: Uint8Array, at: number, frames: SyslogFrame[]): number {
    let end = at
    while (end < bytes.length && bytes[end] !== lineFeed && bytes[end] !== nul) end++
    this.#keep(bytes.subarray(at, end))
    if (end === bytes.length) return end
    if (this.#kept > 0) frames.push(this.#message(true))
    return end + 1
  }

  #length(bytes: Uint8Array, at: number, frames: SyslogFrame[]): number {
    const byte = bytes[at] ?? 0
    // Some senders end a message that has its length in front with a line feed all the same.
    if (this.#digits === '' && (byte === lineFeed || byte === nul)) return at + 1
    const isDigit = byte >= (this.#digits === '' ? 0x31 : 0x30) && byte <= 0x39
    if (isDigit && this.#digits.length < mostDigits) {
      this.#digits += String.fromCharCode(byte)
      return at + 1
    }
    if (byte === blank && this.#digits !== '') {
      this.#framing = 'lengths'
      this.#left = Number(this.#digits)
      this.#digits = ''
      return at + 1
    }
    if (this.#framing === 'lengths') {
      this.#framing = 'lost'
      frames.push({ is: 'malformed', detail: 'where the length of a message should stand, something else does' })
      return at
    }
    this.#lines()
    return at
  }

  #lines(): void {
    this.#framing = 'lines'
    this.#keep(new TextEncoder().encode(this.#digits))
    this.#digits = ''
  }

  #keep(piece: Uint8Array): void {
    const some = piece.subarray(0, this.#mostBytes - this.#kept)
    if (this.#kept + some.length > this.#room.length) this.#grow(this.#kept + some.length)
    this.#room.set(some, this.#kept)
    this.#kept += some.length
    this.#leftOut += piece.length - some.length
  }

  #grow(least: number): void {
    const room = new Uint8Array(Math.min(this.#mostBytes, Math.max(least, 2 * this.#room.length)))
    room.set(this.#room.subarray(0, this.#kept))
    this.#room = room
  }

  #message(whole: boolean): SyslogFrame {
    const bytes = this.#room.slice(0, this.#kept)
    const leftOut = this.#leftOut
    this.#kept = 0
    this.#leftOut = 0
    return { is: 'message', bytes, leftOut, whole }
  }
}

const lineFeed = 0x0a
const nul = 0x00
const blank = 0x20
/** A message of ten megabytes and more is none. */
const mostDigits = 7
