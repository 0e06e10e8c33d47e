/** Bytes that are gathered; more make a write no cheaper. */
const mostGathered = 65_536
/** Of one UTF-16 unit, in UTF-8. */
const mostOfUnit = 3

/**
 * Gathers small texts, each of which would cost as much to write as a large one, and writes them when there are enough of
 * them, or when there is nothing else to do: nobody waits for a text that is known.
 */
export class GatheredOutput {
  readonly #write: (bytes: Uint8Array) => Promise<void>
  #gathered = Buffer.alloc(0)
  #length = 0
  #soon: NodeJS.Immediate | null = null
  /** What is being written; it never rejects. */
  #writing: Promise<void> = Promise.resolve()
  #failure: { readonly error: unknown } | null = null

  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write
  }

  /** Whoever adds more waits for what it gives, if that is something. Throws, or rejects, where an earlier write failed. */
  add(text: string): Promise<void> | undefined {
    if (this.#failure !== null) throw this.#failure.error
    if (text === '') return undefined
    const fits = this.#length + mostOfUnit * text.length <= this.#gathered.length
    const full = fits || this.#length === 0 ? undefined : this.flush()
    if (fits) this.#length += this.#gathered.write(text, this.#length)
    else this.#begins(text)
    this.#soon ??= setImmediate(() => void this.#begin())
    return full
  }

  /** Writes all that was added. Rejects where that, or an earlier write, failed. */
  async flush(): Promise<void> {
    await this.#begin()
    if (this.#failure !== null) throw this.#failure.error
  }

  /** Forgets what was not written yet. */
  discard(): void {
    this.#take()
  }

  #begins(text: string): void {
    const isLarge = mostOfUnit * text.length > mostGathered
    this.#gathered = isLarge ? Buffer.from(text) : Buffer.allocUnsafe(mostGathered)
    this.#length = isLarge ? this.#gathered.length : this.#gathered.write(text)
  }

  #begin(): Promise<void> {
    const bytes = this.#take()
    if (bytes.length > 0)
      this.#writing = this.#writing
        .then(() => (this.#failure === null ? this.#write(bytes) : undefined))
        .catch((error: unknown) => {
          this.#failure ??= { error }
        })
    return this.#writing
  }

  /** What was gathered, once. */
  #take(): Uint8Array {
    if (this.#soon !== null) clearImmediate(this.#soon)
    this.#soon = null
    const bytes = this.#gathered.subarray(0, this.#length)
    this.#gathered = Buffer.alloc(0)
    this.#length = 0
    return bytes
  }
}
