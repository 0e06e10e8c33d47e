import type { Branded } from './brand.ts'

/** A moment: whole milliseconds since 1970-01-01T00:00:00Z. Zones are applied only where it is shown. */
export type Instant = Branded<number, 'Instant'>

/** A length of time in milliseconds, never negative. */
export type Millis = Branded<number, 'Millis'>

/** A size in bytes, uncompressed unless the name says otherwise. */
export type Bytes = Branded<number, 'Bytes'>

/** Reads an ISO 8601 instant. Throws RangeError on anything else. */
export function instant(iso: string): Instant {
  const ms = Date.parse(iso)
  if (Number.isNaN(ms)) throw new RangeError(`not an ISO 8601 instant: ${iso}`)
  return ms as Instant
}

/** Takes a number of milliseconds since the epoch, as platform clocks give it. */
export function instantOfEpoch(ms: number): Instant {
  return Math.trunc(ms) as Instant
}

/** ISO 8601 in UTC with milliseconds. */
export function showInstant(at: Instant): string {
  return new Date(at).toISOString()
}

export function millis(n: number): Millis {
  return Math.max(0, n) as Millis
}

export function seconds(n: number): Millis {
  return millis(n * 1_000)
}

export function bytes(n: number): Bytes {
  return Math.max(0, n) as Bytes
}

export function later(start: Instant, by: Millis): Instant {
  return (start + by) as Instant
}

/** Time from `start` to `end`; zero if the clock went back between them. */
export function between(start: Instant, end: Instant): Millis {
  return millis(end - start)
}
