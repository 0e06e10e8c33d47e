import type { AttackFinding, Gap } from '../../core/index.ts'
import {
  type HuntSink,
  LiveJoins,
  type LogReading,
  type LogSource,
  OutgoingSample,
  type Readings,
  RecentLog,
  RecentMessages,
  SourceHunt,
  type Witness,
} from '../../hunt/index.ts'
import { huntDoors } from './doors.ts'
import { defaultWindowMs } from './hunt-limits.ts'
import type { WorkOrder } from './protocol.ts'
import { isAskedFor, type ToldEvents } from './told-events.ts'

/** Of a log that says who went out so much is kept; of the first ones more. In bytes. */
const mostOfLarge = 8 * 2 ** 20
const largeLogs = 4
const mostOfSmall = 2 ** 20
/** Attacks that may wait to be told with what is known of them already. */
const mostUntold = 128
/** Logs that say who went out and are kept. */
const mostLogs = 64

export interface LiveJoiningOptions extends Partial<Pick<WorkOrder, 'since' | 'until'>> {
  /** How long after an attack something may have come of it, in milliseconds; 0: nothing is looked for. */
  readonly windowMs?: number
  /** Whether an attack is told at once, and again when more is known; otherwise when nothing can come of it any more. */
  readonly tellsAgain: boolean
}

interface Kept {
  readonly log: Pick<RecentLog, 'search'>
  /** When it ended, by the clock in milliseconds; `null`: it goes on. */
  endedAt: number | null
}

/**
 * Joins attacks with what comes of them in logs that are read once, as they come. What a hunt finds is told to it. Of logs
 * that say who went out the last is kept, and searched for the names of attacks.
 */
export class LiveJoining implements HuntSink {
  readonly #told: ToldEvents
  readonly #options: Pick<WorkOrder, 'since' | 'until'> & { readonly windowMs: number; readonly tellsAgain: boolean }
  /** `null`: nothing is looked for. */
  readonly #joins: LiveJoins | null
  #kept: Kept[] = []
  #messages: RecentMessages | null = null
  #unkept = 0
  /** Attacks that were taken since the last round. */
  #untold = 0

  constructor(
    told: ToldEvents,
    { since = null, until = null, windowMs = defaultWindowMs, tellsAgain }: LiveJoiningOptions,
  ) {
    this.#told = told
    this.#options = { since, until, windowMs, tellsAgain }
    this.#joins = windowMs > 0 ? new LiveJoins(windowMs, () => performance.now()) : null
  }

  finding(finding: AttackFinding): void {
    if (this.#joins === null || !isAskedFor(finding, this.#options)) return this.#told.finding(finding)
    this.#tell(this.#joins.take(finding))
    if (++this.#untold >= mostUntold) this.round()
  }

  gap(gap: Gap): void {
    this.#told.gap(gap)
  }

  outgoing(): void {
    this.#told.outgoing()
  }

  note(text: string): void {
    this.#told.note(text)
  }

  /** A hunt in one log. */
  reading(source: LogSource, readings: Readings): LogReading {
    const hunt = new SourceHunt(huntDoors, this, source, readings)
    return this.#joins === null ? hunt : new KeptReading(hunt, source, (start) => this.#keep(source.source, start))
  }

  /** A message that came by itself, before it is hunted in. */
  message(source: string, bytes: Uint8Array): void {
    if (this.#joins === null) return
    if (this.#messages === null) {
      this.#messages = new RecentMessages(huntDoors.search, mostOfLarge, () => this.round())
      this.#kept.push({ log: this.#messages, endedAt: null })
    }
    this.#messages.add(source, bytes)
  }

  /** Looks for what came of attacks in what came since the last time. */
  round(): void {
    if (this.#joins === null) return
    this.#forget()
    // Answers name addresses, which are to be looked for in what came before.
    for (let turn = 0; turn < 2 && this.#search(this.#joins); turn++);
    this.#untold = 0
    if (this.#options.tellsAgain) for (const changed of this.#joins.changed()) this.#told.changed(changed)
    this.#tell(this.#joins.leaving())
  }

  /** Nothing comes any more. */
  end(): void {
    this.round()
    if (this.#joins === null) return
    this.#tell(this.#joins.rest())
    for (const text of this.#joins.notes()) this.#told.note(text)
    if (this.#unkept > 0)
      this.#told.note(
        `${this.#unkept} more logs than ${mostLogs} say who went out, and were not searched for what came of attacks`,
      )
  }

  /** Gives whether there was anything. */
  #search(joins: LiveJoins): boolean {
    if (this.#kept.length === 0) return false
    const wanted = joins.names()
    let some = false
    for (const { log } of this.#kept) {
      log.search(wanted, huntDoors.now(), (witness: Witness) => {
        some = true
        joins.witness(witness)
      })
    }
    return some
  }

  /** Those that were told as they came are not told once more. */
  #tell(left: Iterable<AttackFinding>): void {
    if (!this.#options.tellsAgain) for (const finding of left) this.#told.finding(finding)
  }

  #keep(source: string, start: { readonly offset: number; readonly lines: number }): KeptLog | null {
    if (this.#kept.length >= mostLogs) {
      this.#unkept++
      return null
    }
    const most = this.#kept.length < largeLogs ? mostOfLarge : mostOfSmall
    const log = new RecentLog(huntDoors.search, source, start, most, () => this.round())
    const kept: Kept = { log, endedAt: null }
    this.#kept.push(kept)
    return { add: (piece) => log.add(piece), close: () => (kept.endedAt = performance.now()) }
  }

  #forget(): void {
    const until = performance.now() - this.#options.windowMs
    if (this.#kept.some(({ endedAt }) => endedAt !== null && endedAt < until))
      this.#kept = this.#kept.filter(({ endedAt }) => endedAt === null || endedAt >= until)
  }
}

interface KeptLog {
  add(piece: Uint8Array): void
  close(): void
}

/** A hunt in a log, of which the last is kept from where it says who went out. */
class KeptReading implements LogReading {
  readonly #hunt: LogReading
  readonly #keep: (start: { offset: number; lines: number }) => KeptLog | null
  readonly #sample: OutgoingSample
  #isOutgoing = false
  #log: KeptLog | null = null
  #room: Uint8Array = new Uint8Array(0)
  #offset: number

  constructor(
    hunt: LogReading,
    { start = { offset: 0, lines: 0 } }: LogSource,
    keep: (start: { offset: number; lines: number }) => KeptLog | null,
  ) {
    this.#hunt = hunt
    this.#keep = keep
    this.#offset = start.offset
    this.#sample = new OutgoingSample(() => {
      this.#isOutgoing = true
    }, start.offset === 0)
  }

  room(): Uint8Array {
    this.#room = this.#hunt.room()
    return this.#room
  }

  take(length: number): void {
    const piece = this.#room.subarray(0, length)
    const wasOutgoing = this.#isOutgoing
    this.#sample.look(piece)
    if (this.#isOutgoing && !wasOutgoing)
      this.#log = this.#keep({ offset: this.#offset, lines: this.#hunt.linesBefore(this.#offset) })
    this.#log?.add(piece)
    this.#offset += length
    this.#hunt.take(length)
  }

  read(what: 'more' | 'idle' | 'ended'): void {
    this.#hunt.read(what)
  }

  readTo(end: number): void {
    this.#hunt.readTo(end)
  }

  linesBefore(end: number): number {
    return this.#hunt.linesBefore(end)
  }

  contained(...record: Parameters<LogReading['contained']>): void {
    this.#hunt.contained(...record)
  }

  close(): void {
    this.#log?.close()
    this.#hunt.close()
  }
}
