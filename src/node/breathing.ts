import { setImmediate } from 'node:timers/promises'

/** Items taken in one breath: what is done with each takes some tenths of a millisecond. */
const breath = 16

/**
 * The same items, with a pause after every few in which sockets, timers and signals get their turn. Without it a
 * list whose lines are all there is worked off in one go, and nothing is sent or heard until its window is full.
 */
export async function* breathing<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  let taken = 0
  for await (const item of items) {
    yield item
    if (++taken % breath === 0) await setImmediate()
  }
}
