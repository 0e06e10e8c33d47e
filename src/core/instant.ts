import type { Branded } from './brand.ts'
import { remembering } from './remembering.ts'

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

/** ISO 8601 in UTC with milliseconds. Throws RangeError for what is further from 1970 than a calendar goes. */
export function showInstant(at: Instant): string {
  const day = Math.floor(at / dayMs)
  const ms = at - day * dayMs
  const hours = Math.floor(ms / 3_600_000)
  const minutes = Math.floor(ms / 60_000) % 60
  const seconds = Math.floor(ms / 1_000) % 60
  return `${shownDay(day)}${digits(hours)}:${digits(minutes)}:${digits(seconds)}.${digits(ms % 1_000, 3)}Z`
}

const dayMs = 86_400_000

/** `2021-12-10T`. What is shown many times is of few days, and the calendar is the dear part. */
const shownDay = remembering((day: number) => {
  const iso = new Date(day * dayMs).toISOString()
  return iso.slice(0, iso.indexOf('T') + 1)
})

function digits(n: number, count = 2): string {
  return String(n).padStart(count, '0')
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
