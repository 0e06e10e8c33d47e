/** One line of a log, or several that belong together, that is worth reading. */
export interface LogRecord {
  /** As they stand in the log; valid until the next record is asked for. */
  readonly bytes: Uint8Array
  /** Of its first line, from 1; `null` where the source has none. */
  readonly line: number | null
  /** Of its first byte in the source. */
  readonly offset: number
  /** Whether the line is longer than the limit, so that this is a part of it. */
  readonly cut: boolean
}
