import type { Instant } from '../../core/index.ts'
import type { Outgoing } from '../outgoing.ts'
import type { RecordText } from './record-text.ts'

/** What a format makes of one record. */
export interface ReadRecord {
  /** `null` if the record does not say, or not in a way that is understood. */
  readonly when: Instant | null
  /** The address of whoever sent the request; `null` if the record does not say. */
  readonly from: string | null
  /** `GET /index.html` */
  readonly request: string | null
  readonly userAgent: string | null
  /** Left out where the record is none of a name that was asked for or a connection that was made. */
  readonly saw?: Outgoing
  /** Set where what was written as one goes on in another line, or came in several. */
  readonly isPart?: boolean
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
  /** The directive seen last that says what the columns are: `#Fields: date time …`; `null` before the first. */
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
  /** Set where it is asked after all others, because it reads much of what is theirs. */
  readonly general?: true
  /**
   * Set where its records may say who went out ({@link ReadRecord.saw}): pieces of text of which each such record, or the
   * directive that names its columns, has one.
   * A log that has none of them is not searched for what came of attacks.
   */
  readonly witnesses?: readonly string[]
  readonly examples: {
    readonly reads: readonly Example[]
    readonly refuses: readonly string[]
  }
  /**
   * What the record says; `null` if it is none of this format. It is one line without its end, or what
   * {@link Spanning.around} found.
   */
  read(record: RecordText, context: FormatContext): ReadRecord | null
  readonly spans?: Spanning
}

/** For records that take several lines, or share one. */
export interface Spanning {
  /** What stands in each record where it begins, if anything does; where it is nowhere near, {@link around} is not asked. */
  readonly mark?: string
  /** Whether a line may be a part of such a record; cheap. */
  readonly mayHold: (line: string) => boolean
  /**
   * Where the record begins and ends that `place` is in, in a piece of the log, one character a byte as `latin1` decodes
   * them, that may begin and end anywhere. `null` if there is none to be seen. In linear time.
   */
  readonly around: (piece: string, place: number) => Span | null
}

/** A record, and what is to be read of it. */
export interface Example {
  readonly record: string
  /** For formats whose columns a directive names: `#Fields: date time …`. */
  readonly columns?: string
  /** ISO 8601; left out where the record does not say. */
  readonly when?: string
  readonly from?: string
  readonly request?: string
  readonly userAgent?: string
  readonly saw?: Outgoing
}

/** Places in a text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A record that says nothing beside its texts. */
export const sayingNothing = { when: null, from: null, request: null, userAgent: null } as const
