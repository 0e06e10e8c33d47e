import type { Instant } from '../../core/index.ts'

/** What a format makes of one record. */
export interface ReadRecord {
  /** `null` if the record does not say, or not in a way that is understood. */
  readonly when: Instant | null
  /** The address of whoever sent the request; `null` if the record does not say. */
  readonly from: string | null
  /** `GET /index.html` */
  readonly request: string | null
  readonly userAgent: string | null
  /** Everything that a client, or a program, may have put in: each is read by itself, so that none runs into the next. */
  readonly fields: readonly RecordField[]
}

/** One part of a record. */
export interface RecordField {
  /** `user agent`, `headers.X-Api-Version`; `null` where the format has no name for it. */
  readonly name: string | null
  readonly value: string
  /** Whether the value is a record of another format again: the line of a program in the record of a container. */
  readonly holdsRecord?: boolean
}

/** What is known beside the record. */
export interface FormatContext {
  /** For times without a year or a zone: roughly when the log was written. */
  readonly around: Instant
  /** The directives seen last that say what the columns are: `#Fields: date time …` without `#`; `null` before the first. */
  readonly columns: string | null
}

/**
 * One way to write a log. Adding one is a file, its test and a line in `index.ts`. Law: it reads each of its own examples,
 * refuses those that it names and every other format's, and bears any text: in linear time, throwing nothing.
 */
export interface LogFormat {
  /** The name of its file. */
  readonly id: string
  /** In a few words, for the reference. */
  readonly summary: string
  /** Where the format is defined. */
  readonly definedBy: string
  readonly examples: {
    readonly reads: readonly string[]
    readonly refuses: readonly string[]
    /** For formats whose columns a directive names. */
    readonly columns?: string
  }
  /** What the record says; `null` if it is none of this format. `text` is one line without its end, or one document. */
  read(text: string, context: FormatContext): ReadRecord | null
}
