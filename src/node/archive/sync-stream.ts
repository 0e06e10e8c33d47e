import type { DeflateRaw, InflateRaw, ZstdDecompress } from 'minizlib'
import type { ArchiveGap } from '../../archive/index.ts'

/** What of minizlib's streams is used. Their own types lean on some of node:zlib that Node 20 does not have. */
interface Stream {
  readonly handle: { readonly bytesWritten: number } | undefined
  on(event: 'data', listener: (chunk: Uint8Array) => void): void
  on(event: 'error', listener: (error: unknown) => void): void
  write(bytes: Uint8Array): void
  end(): void
  reset(): void
  close(): void
}

/** A stream of node:zlib that works at once: what it is given is undone when {@link push} returns. */
export class SyncStream {
  readonly #stream: Stream
  #ready: Uint8Array[] = []
  #ended = false
  readonly #failures: ArchiveGap[] = []

  /** `gapOf` says what an error of zlib's means. */
  constructor(stream: DeflateRaw | InflateRaw | ZstdDecompress, gapOf: (error: unknown) => ArchiveGap) {
    this.#stream = stream as unknown as Stream // see above
    this.#stream.on('data', (chunk) => this.#ready.push(chunk))
    this.#stream.on('error', (error) => this.#failures.push(gapOf(error)))
  }

  /** How many bytes were taken of what was pushed last: fewer than all where the compressed data ended in it. */
  get taken(): number {
    return this.#stream.handle?.bytesWritten ?? 0
  }

  /** What comes out. The bytes are not kept. */
  push(bytes: Uint8Array): readonly Uint8Array[] {
    if (this.#failures.length === 0) this.#stream.write(bytes)
    return this.#takeReady()
  }

  /**
   * Whether the compressed data have ended, for then not one byte more is taken. Asked where there are no more; unlike
   * {@link end} it leaves a stream that can be used again after {@link reset}.
   */
  isAtEnd(): boolean {
    this.push(Uint8Array.of(0))
    return this.#failures.length === 0 && this.taken === 0
  }

  /** What is left. */
  end(): readonly Uint8Array[] {
    this.#ended = true
    if (this.#failures.length === 0) this.#stream.end()
    return this.#takeReady()
  }

  /** Throws ArchiveGap if it met an error; what it gave before stands. */
  check(): void {
    const [first] = this.#failures
    if (first !== undefined) throw first
  }

  /** Makes it as new, if it can be; gives whether it could. */
  reset(): boolean {
    if (this.#ended || this.#failures.length > 0) return false
    this.#ready = []
    this.#stream.reset()
    return true
  }

  close(): void {
    this.#stream.close()
  }

  #takeReady(): readonly Uint8Array[] {
    const ready = this.#ready
    this.#ready = []
    return ready
  }
}
