import type { HuntEvent } from './protocol.ts'

/** Events that may wait for whoever reads them before a source is held up. */
const mostWaiting = 1_000

const nothing = (): void => undefined

/** What comes when it comes, to be read in order by one reader. */
export class EventQueue {
  #waiting: (readonly [event: HuntEvent, taken: () => void])[] = []
  #count = 0
  #ended: { readonly error: Error | null } | null = null
  #wake = nothing
  #drained: (() => void)[] = []

  /** `taken` is called when the reader is done with it. */
  push(event: HuntEvent, taken = nothing): void {
    this.#waiting.push([event, taken])
    this.#count++
    this.#wake()
  }

  end(error: unknown): void {
    this.#ended = {
      error: error === null || error instanceof Error ? error : new Error('not an error', { cause: error }),
    }
    this.#wake()
  }

  /** Resolves when there is room for more: at once, as a rule. */
  async room(): Promise<void> {
    if (this.#count <= mostWaiting) return
    await new Promise<void>((resolve) => this.#drained.push(resolve))
  }

  async *all(): AsyncGenerator<HuntEvent, void, undefined> {
    for (;;) {
      const batch = this.#waiting
      this.#waiting = []
      for (const [event, taken] of batch) {
        yield event
        this.#count--
        taken()
      }
      if (this.#count <= mostWaiting) for (const resolve of this.#drained.splice(0)) resolve()
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
