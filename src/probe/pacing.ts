import { type Clock, millis } from '../core/index.ts'
import type { Pace } from './probe-context.ts'

export interface PaceOptions {
  /** Requests a second over all hosts; `null` for as fast as answers come. */
  readonly ratePerSecond: number | null
  /** Requests under way at once for one host. */
  readonly perHost: number
  readonly clock: Clock
  /** Once aborted nothing is held back for the rate any more: whoever waits finds out that the scan was stopped. */
  readonly signal?: AbortSignal
}

/** The work of one host: how much is under way, and who waits, first to last. */
interface Lane {
  busy: number
  first: Waiting | null
  last: Waiting | null
}

interface Waiting {
  readonly go: () => void
  next: Waiting | null
}

/** Holds work back by host and by rate. First come, first served for each host; hosts without work cost nothing. */
export function openPace({ ratePerSecond, perHost, clock, signal }: PaceOptions): Pace {
  const lanes = new Map<string, Lane>()
  const turn = ratePerSecond === null ? null : turnstile(ratePerSecond, clock, signal)

  return {
    async run(host, work) {
      const lane = lanes.get(host) ?? { busy: 0, first: null, last: null }
      if (lane.busy === 0) lanes.set(host, lane)
      if (lane.busy < perHost) lane.busy++
      else await new Promise<void>((resolve) => queue(lane, resolve))
      try {
        if (turn !== null) await turn()
        return await work()
      } finally {
        if (!goNext(lane) && --lane.busy === 0) lanes.delete(host)
      }
    },
  }
}

function queue(lane: Lane, go: () => void): void {
  const waiting = { go, next: null }
  if (lane.last === null) lane.first = waiting
  else lane.last.next = waiting
  lane.last = waiting
}

/** Hands the place of work that ended to the next; whether there was one. */
function goNext(lane: Lane): boolean {
  const { first } = lane
  if (first === null) return false
  lane.first = first.next
  if (first.next === null) lane.last = null
  first.go()
  return true
}

/**
 * A bucket of one token, filled `ratePerSecond` times a second: time that was not used is not saved up, so that no
 * burst hits the network after a pause. Each is given its moment when it comes, so that a timer that wakes late costs
 * no rate; they wait in a row, so that one timer runs, however many thousands wait.
 */
function turnstile(ratePerSecond: number, clock: Clock, signal: AbortSignal | undefined): () => Promise<void> {
  const gapMs = 1_000 / ratePerSecond
  let next = 0
  let row = Promise.resolve()
  const waitUntil = async (at: number): Promise<void> => {
    const now = clock.now()
    if (at > now) await clock.sleep(millis(at - now), signal)
  }
  return () => {
    const at = Math.max(next, clock.now())
    next = at + gapMs
    row = row.then(() => waitUntil(at))
    return row
  }
}
