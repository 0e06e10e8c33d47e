import { type Clock, type Millis, millis } from '../core/index.ts'
import type { Pace } from './probe-context.ts'

export interface PaceOptions {
  /** Requests a second over all hosts; `null` for as fast as answers come. */
  readonly ratePerSecond: number | null
  /** Requests under way at once for one host. */
  readonly perHost: number
  readonly clock: Clock
}

interface Lane {
  busy: number
  readonly waiting: (() => void)[]
}

/** Holds work back by host and by rate. First come, first served for each host; hosts without work cost nothing. */
export function openPace({ ratePerSecond, perHost, clock }: PaceOptions): Pace {
  const lanes = new Map<string, Lane>()
  const turn = ratePerSecond === null ? null : turnstile(ratePerSecond, clock)

  return {
    async run(host, work) {
      const lane = lanes.get(host) ?? { busy: 0, waiting: [] }
      lanes.set(host, lane)
      if (lane.busy >= perHost) await new Promise<void>((resolve) => lane.waiting.push(resolve))
      else lane.busy++
      try {
        if (turn !== null) await turn()
        return await work()
      } finally {
        const next = lane.waiting.shift()
        if (next !== undefined) next()
        else if (--lane.busy === 0) lanes.delete(host)
      }
    },
  }
}

/** Lets one through every 1/rate seconds; time that was not used is not saved up, so no burst hits the network. */
function turnstile(ratePerSecond: number, clock: Clock): () => Promise<void> {
  const gapMs = 1_000 / ratePerSecond
  let next = 0
  return async () => {
    const now = clock.now()
    const at = Math.max(next, now)
    next = at + gapMs
    const wait: Millis = millis(at - now)
    if (wait > 0) await clock.sleep(wait)
  }
}
