import type { Batch } from './batch.ts'
import type { WorkEvent } from './hunt-event.ts'

/** Events that may wait for whoever reads them before a source is held up. */
const mostWaiting = 1_000

const nothing = (): void => undefined

/** What comes when it comes, to be read in order by one reader. */
export class EventQueue {
  #waiting: (readonly [batch: Batch, taken: () => void])[] = []
  #count = 0
  #ended: { readonly error: Error | null } | null = null
  #wake = nothing
  #drained: (() => void)[] = []
  #emptied: (() => void)[] = []
  /** Whether the reader went away before the end. */
  isLeft = false

  /** `taken` is called when the reader is done with all of them. */
  push(batch: Batch, taken = nothing): void {
    if (this.isLeft) return taken()
    this.#waiting.push([batch, taken])
    this.#count += batch.length
    this.#wake()
  }

  end(error: unknown): void {
    this.#ended = {
      error: error === null || error instanceof Error ? error : new Error('not an error', { cause: error }),
    }
    this.#wake()
  }

  /** How many events nobody has taken yet. */
  get untaken(): number {
    return this.#count
  }

  /** Resolves when there is room for more: at once, as a rule. */
  async room(): Promise<void> {
    if (this.#count <= mostWaiting) return
    await new Promise<void>((resolve) => this.#drained.push(resolve))
  }

  /** Whether all that was told has been taken. */
  get isEmpty(): boolean {
    return this.#count === 0
  }

  /** Resolves when all that was told has been taken. */
  async empty(): Promise<void> {
    if (this.#count === 0) return
    await new Promise<void>((resolve) => this.#emptied.push(resolve))
  }

  async *all(): AsyncGenerator<readonly WorkEvent[], void, undefined> {
    try {
      yield* this.#inOrder()
    } finally {
      this.isLeft = this.#count > 0
      this.#count = 0
      this.#letGo()
    }
  }

  #letGo(): void {
    if (this.#count <= mostWaiting) for (const resolve of this.#drained.splice(0)) resolve()
    if (this.#count === 0) for (const resolve of this.#emptied.splice(0)) resolve()
  }

  async *#inOrder(): AsyncGenerator<readonly WorkEvent[], void, undefined> {
    for (;;) {
      const waiting = this.#waiting
      this.#waiting = []
      for (const [batch, taken] of waiting) {
        yield batch.events()
        this.#count -= batch.length
        taken()
      }
      this.#letGo()
      if (this.#waiting.length > 0) continue
      if (this.#ended !== null) {
        if (this.#ended.error !== null) throw this.#ended.error
        return
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
