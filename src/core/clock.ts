import type { Instant, Millis } from './instant.ts'

/** The door to time. Pure rooms take it as a parameter, so that every law about time is tested without waiting. */
export interface Clock {
  now(): Instant
  /** Resolves after `span`, or as soon as `signal` aborts; never rejects. */
  sleep(span: Millis, signal?: AbortSignal): Promise<void>
}
