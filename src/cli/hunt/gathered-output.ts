/** Characters that are gathered; more make a write no cheaper. */
const mostGathered = 65_536

/**
 * Gathers small texts, each of which would cost as much to write as a large one, and writes them when there are enough of
 * them, or when there is nothing else to do: nobody waits for a text that is known.
 */
export class GatheredOutput {
  readonly #write: (text: string) => Promise<void>
  #gathered = ''
  #soon: NodeJS.Immediate | null = null
  /** What is being written; it never rejects. */
  #writing: Promise<void> = Promise.resolve()
  #failure: { readonly error: unknown } | null = null

  constructor(write: (text: string) => Promise<void>) {
    this.#write = write
  }

  /** Whoever adds more waits for what it gives, if that is something. Throws, or rejects, where an earlier write failed. */
  add(text: string): Promise<void> | undefined {
    if (this.#failure !== null) throw this.#failure.error
    this.#gathered += text
    if (this.#gathered.length >= mostGathered) return this.flush()
    if (this.#gathered !== '') this.#soon ??= setImmediate(() => void this.#begin())
    return undefined
  }

  /** Writes all that was added. Rejects where that, or an earlier write, failed. */
  async flush(): Promise<void> {
    await this.#begin()
    if (this.#failure !== null) throw this.#failure.error
  }

  /** Forgets what was not written yet. */
  discard(): void {
    this.#gathered = ''
    this.#cancel()
  }

  #begin(): Promise<void> {
    this.#cancel()
    const text = this.#gathered
    this.#gathered = ''
    if (text !== '')
      this.#writing = this.#writing
        .then(() => (this.#failure === null ? this.#write(text) : undefined))
        .catch((error: unknown) => {
          this.#failure ??= { error }
        })
    return this.#writing
  }

  #cancel(): void {
    if (this.#soon !== null) clearImmediate(this.#soon)
    this.#soon = null
  }
}
