import type { Gap, Instant } from '../core/index.ts'
import type { ChosenRecord } from './formats/format-chooser.ts'
import type { LogRecord } from './record.ts'

/** Records of requests are written when those end, and of several threads as they come; beyond this a clock was set. */
const mostBackMs = 30 * 60_000

/** What is told of odd records. */
export interface OddSink {
  gap(gap: Gap): void
  note?(text: string): void
}

/** A record as it was read. */
export interface ReadAs extends Pick<LogRecord, 'line' | 'offset' | 'cut'> {
  readonly text: string
  readonly chosen: ChosenRecord
}

/**
 * What is odd about records of one log: JSON that is none, a clock that goes back. Of each the first is told, and at the end how
 * many there are. Only records that are read closely are looked at, those in which something was found.
 */
export class OddRecords {
  readonly #sink: OddSink
  readonly #source: string
  #broken = 0
  #last: Instant | null = null
  #isTold = false

  constructor(sink: OddSink, source: string) {
    this.#sink = sink
    this.#source = source
  }

  look({ text, line, offset, cut, chosen: { format, record } }: ReadAs): void {
    if (format === 'plain' && !cut && /^\s{0,100}\{\s{0,100}"/.test(text)) this.#brokenJson(line, text.length)
    if (record.when !== null) this.#time(record.when, offset)
  }

  /** Nothing follows. */
  end(): void {
    if (this.#broken > 1)
      this.#sink.gap({
        at: this.#source,
        because: 'malformed',
        detail: `${(this.#broken - 1).toLocaleString('en-US')} more such records that begin like JSON and are none`,
      })
    this.#broken = 0
  }

  #brokenJson(line: number | null, length: number): void {
    if (this.#broken++ > 0) return
    this.#sink.gap({
      at: line === null ? this.#source : `${this.#source}:${line}`,
      because: 'malformed',
      detail: `a record of ${length} characters begins like JSON and is none: it was read as text, so when it was written and who sent it is not known`,
    })
  }

  #time(when: Instant, offset: number): void {
    const back = (this.#last ?? when) - when
    this.#last = when
    if (back <= mostBackMs || this.#isTold) return
    this.#isTold = true
    this.#sink.note?.(
      `the clock of ${this.#source} goes back by ${spanOf(back)} at byte ${offset}: --since, --until and what came of attacks go by what records say`,
    )
  }
}

function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return `${minutes} min`
  return minutes < 2_880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`
}
