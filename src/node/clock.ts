import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, instantOfEpoch } from '../core/index.ts'

export const systemClock: Clock = {
  now: () => instantOfEpoch(Date.now()),
  async sleep(span, signal) {
    try {
      await sleep(span, undefined, signal === undefined ? {} : { signal })
    } catch (error) {
      // An abort is the caller's wish, not a failure; nothing else can reject here.
      if (!(error instanceof Error) || error.name !== 'AbortError') throw error
    }
  },
}
