import type { Writable } from 'node:stream'
import type { Problem } from '../core/index.ts'
import { outputUnwritable } from './output-file.ts'

/** What became of all that was printed. A reader that went away (`| head`) is nobody's mistake. */
export type Delivery = 'delivered' | 'reader-gone' | Problem

/** A stream of results whose loss is never mistaken for an end in order. */
export interface StandardOutput {
  /** Resolves when the stream took it, so that a slow reader holds the work back; at once after a loss. */
  print(content: string | Uint8Array): Promise<void>
  /** Waits until all that was printed is delivered, or lost. */
  settle(): Promise<Delivery>
}

/**
 * Prints to `stream`. At the first failure `onLost` is called, once, so that the work can end in order: nobody would
 * see the rest, and half a result must not end with the exit code of a whole one.
 */
export function standardOutput(stream: Writable, onLost: () => void): StandardOutput {
  let lost: Exclude<Delivery, 'delivered'> | null = null
  /** Those who wait for the stream; a promise of the loss that all of them raced would keep each of them to the end. */
  const waiting = new Set<() => void>()
  const unlessLost = (wait: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        waiting.delete(done)
        resolve()
      }
      if (lost !== null) return resolve()
      waiting.add(done)
      wait(done)
    })
  stream.on('error', (error: NodeJS.ErrnoException) => {
    lost ??= error.code === 'EPIPE' ? 'reader-gone' : outputUnwritable('standard output', error.message)
    for (const done of waiting) done()
    onLost()
  })
  return {
    async print(content) {
      if (content.length === 0 || lost !== null || stream.write(content)) return
      await unlessLost((done) => stream.once('drain', done))
    },
    async settle() {
      await unlessLost((done) => stream.write('', () => done()))
      await Promise.resolve()
      return lost ?? 'delivered'
    },
  }
}
