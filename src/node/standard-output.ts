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
  let release: () => void = () => undefined
  const loss = new Promise<void>((resolve) => (release = resolve))
  stream.on('error', (error: NodeJS.ErrnoException) => {
    lost ??= error.code === 'EPIPE' ? 'reader-gone' : outputUnwritable('standard output', error.message)
    release()
    onLost()
  })
  return {
    async print(content) {
      if (content.length === 0 || lost !== null || stream.write(content)) return
      await Promise.race([new Promise<void>((resolve) => stream.once('drain', resolve)), loss])
    },
    async settle() {
      await Promise.race([new Promise<void>((resolve) => stream.write('', () => resolve())), loss])
      await Promise.resolve()
      return lost ?? 'delivered'
    },
  }
}
