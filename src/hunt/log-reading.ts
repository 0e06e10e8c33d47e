import type { ContainedRecord } from './containers/container.ts'

/** Something that reads one log, given piece by piece: `room`, `take`, `read`, and again, until `read('ended')`. */
export interface LogReading {
  /** Where to put what comes next. */
  room(): Uint8Array
  /** Takes the first `length` bytes of {@link room}. */
  take(length: number): void
  /** Whether more follows at once, nothing does for now, or nothing at all. */
  read(what: 'more' | 'idle' | 'ended'): void
  /** The same up to `end` of the source, where a line ends. */
  readTo(end: number): void
  /** How many lines end before `end` of the source. */
  linesBefore(end: number): number
  /** A record of a file that is no text; `format` is the id of what holds it. */
  contained(record: ContainedRecord, format: string): void
  /** All was asked of it. */
  close(): void
}
