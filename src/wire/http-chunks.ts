import { malformed } from './reading.ts'

export type ChunkProgress =
  | { readonly is: 'incomplete' }
  /** `at`: the offset after the last byte of the body. */
  | { readonly is: 'ended'; readonly at: number }
  | { readonly is: 'malformed'; readonly because: string }

/** A size with extensions, or a trailer; longer than any that servers send. */
const maxLineBytes = 4_096

/** Reads past a chunked body (RFC 9112 section 7.1), cut anywhere; extensions and trailers are ignored. */
export class ChunkSkipper {
  #in: 'size' | 'data' | 'data-end' | 'trailers' = 'size'
  #line = ''
  #left = 0

  skip(bytes: Uint8Array, from: number): ChunkProgress {
    for (let i = from; i < bytes.length; ) {
      if (this.#in === 'data') {
        const skipped = Math.min(this.#left, bytes.length - i)
        this.#left -= skipped
        i += skipped
        if (this.#left === 0) this.#in = 'data-end'
        continue
      }
      const byte = bytes[i++] ?? 0
      if (byte !== 0x0a) {
        this.#line += String.fromCharCode(byte)
        if (this.#line.length > maxLineBytes) return malformed('a chunk line is too long')
        continue
      }
      const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line
      this.#line = ''
      if (this.#in === 'trailers' && line === '') return { is: 'ended', at: i }
      const flaw = this.#next(line)
      if (flaw !== null) return malformed(flaw)
    }
    return { is: 'incomplete' }
  }

  #next(line: string): string | null {
    if (this.#in === 'data-end') {
      this.#in = 'size'
      return line === '' ? null : 'a chunk is longer than it said'
    }
    if (this.#in === 'size') {
      const [digits = ''] = /^[0-9a-f]{1,12}(?=[ \t]*(?:;|$))/i.exec(line) ?? []
      if (digits === '') return 'a chunk has no size'
      this.#left = Number.parseInt(digits, 16)
      this.#in = this.#left === 0 ? 'trailers' : 'data'
    }
    return null
  }
}
