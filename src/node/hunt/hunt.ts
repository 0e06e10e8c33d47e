import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Instant } from '../../core/index.ts'
import { Joins, RecentlyRead } from '../../hunt/index.ts'
import { spoolInput } from '../scan/spool-input.ts'
import { EventQueue } from './event-queue.ts'
import { HuntCrew, type Total } from './hunt-crew.ts'
import { defaultHuntLimits, defaultWindowMs, type HuntLimits } from './hunt-limits.ts'
import { type Hunt, huntUnderWay, isTold } from './hunt-under-way.ts'
import { LiveJoining } from './live-joining.ts'
import type { HuntEvent, LogFile, WorkEvent } from './protocol.ts'
import { type LogStream, rootsOf } from './roots.ts'
import { addCounts, type Counts, noCounts, sharedCounts, ThreadRecord } from './shared-counts.ts'
import { huntStream, type PeekedStream, peekStream } from './stream-hunt.ts'
import { toldInto } from './told-events.ts'
import { type LogRoot, type Walked, walkLogs } from './walk.ts'

/** What is to be hunted in. */
export interface HuntRequest {
  /** Files, folders, globs; `-` is `input`. */
  readonly paths: readonly string[]
  /** Read where `paths` has `-`. */
  readonly input?: AsyncIterable<Uint8Array>
}

export interface HuntOptions {
  readonly limits?: Partial<HuntLimits>
  /** Attacks of records outside are left out, and counted; records without a time are kept. */
  readonly since?: Instant | null
  readonly until?: Instant | null
  /** Globs, as in .gitignore, against the path from each root. */
  readonly exclude?: readonly string[]
  /** Files that are left out: what this very run writes. */
  readonly skip?: readonly string[]
  /** Threads; by default one for each processor. */
  readonly workers?: number
  /**
   * How long after an attack something that is seen may have come of it, in milliseconds; ten minutes by default. 0: attacks
   * are told as they are found, and not joined with what came of them.
   */
  readonly windowMs?: number
  /**
   * Of a pipe: whether an attack is told at once, and again, as an `outcome`, when it is known what came of it, as by default.
   * Otherwise it is told once, when nothing can come of it any more. What has no end of its own is always told again.
   */
  readonly tellsAgain?: boolean
  /** Files of twice this size and larger are read in parts. */
  readonly blockBytes?: number
  readonly signal?: AbortSignal
}

const defaultBlockBytes = 16 * 2 ** 20
/** A single file below this is read by one thread: a second one would cost more to start. */
const manyThreadsBytes = 2 * defaultBlockBytes

/**
 * Hunts for attacks in logs, as `fireline hunt` does. Gaps and notes come while it runs; findings, those of one log in its
 * order, when it is known what came of them: logs that say who went out are read for that once more. Memory is bounded:
 * where there are more findings than can be kept, further ones come at once, and where nobody takes them, reading waits.
 *
 * Throws, when it is iterated: the Problem HUNT_NOTHING_THERE, before anything is read. Whatever goes wrong with a single
 * file is a gap, and the rest goes on. An abort of `options.signal` ends it; what was told stands.
 */
export function hunt(request: HuntRequest, options: HuntOptions = {}): Hunt {
  const run = new HuntRun(options)
  const shown = { counts: () => run.counts(), total: () => run.total(), at: () => run.at() }
  return huntUnderWay(shown, () => run.batches(request))
}

class HuntRun {
  readonly #options: HuntOptions
  readonly #queue = new EventQueue()
  /** Of this thread, which reads streams. */
  readonly #record = new ThreadRecord(sharedCounts(1), 0)
  #crew: HuntCrew | null = null
  /** Reads logs once more, for what came of attacks. */
  #witnessCrew: HuntCrew | null = null
  /** `null` where only streams are read, which are gone when it is looked for, or where that was not asked for. */
  #joins: Joins | null = null
  readonly #gaps = new Set<string>()
  #roots: readonly LogRoot[] = []
  /** Streams that seem to say who went out, and are gone when that is looked for. */
  readonly #outgoingStreams: string[] = []

  constructor(options: HuntOptions) {
    this.#options = options
  }

  counts(): Counts {
    return addCounts(addCounts(noCounts(), this.#record.counts()), this.#crew?.counts() ?? noCounts())
  }

  total(): Total {
    return this.#crew?.total ?? { files: 0, bytes: 0, isWhole: false }
  }

  at(): string | null {
    const again = this.#witnessCrew?.at() ?? null
    return again === null ? (this.#crew?.at() ?? null) : `callbacks in ${again}`
  }

  async *batches({ paths, input }: HuntRequest): AsyncGenerator<readonly HuntEvent[], void, undefined> {
    const { roots, streams } = rootsOf(paths, input)
    const spools: (() => Promise<void>)[] = []
    try {
      const running = this.#run(roots, streams, spools).then(
        () => this.#queue.end(null),
        (error: unknown) => this.#queue.end(error),
      )
      for await (const batch of this.#queue.all()) {
        const told = batch.filter((event) => this.#isToldFirst(event))
        if (told.length > 0) yield told
      }
      await running
      if (this.#joins !== null) yield* this.#joined(this.#joins)
    } finally {
      this.#crew?.stop()
      this.#witnessCrew?.stop()
      for (const remove of spools) await remove()
    }
  }

  /** Whether it is told when it was read first; otherwise it is kept. */
  #isToldFirst(event: WorkEvent): event is HuntEvent {
    if (event.is === 'gap' && this.#gaps.size < mostGapsKept) this.#gaps.add(`${event.gap.because} ${event.gap.at}`)
    return isTold(event) && !(event.is === 'finding' && this.#joins?.take(event.finding) === true)
  }

  /** What was kept, with what came of it. */
  async *#joined(joins: Joins): AsyncGenerator<readonly HuntEvent[], void, undefined> {
    const watched = joins.watched()
    const files = [...(this.#crew?.outgoing ?? [])]
    if (watched.length > 0 && files.length > 0 && this.#options.signal?.aborted !== true) {
      const again = files.map((file): Walked => ({ is: 'file', file }))
      yield* this.#witnesses(joins, watched, again.values(), files)
      const addresses = joins.further()
      if (addresses.length > 0) yield* this.#witnesses(joins, addresses, again.values(), files)
      yield [{ is: 'note', text: lookedIn(files.map(({ shown }) => shown)) }]
    }
    const requests = joins.requests()
    if (requests.length > 0 && this.#options.signal?.aborted !== true) {
      yield* this.#witnesses(joins, requests, this.#walk(), this.#roots)
    }
    if (watched.length > 0 && this.#outgoingStreams.length > 0) {
      const text = `${this.#outgoingStreams.join(', ')} was read once, as it came, and not searched for what came of attacks: give it as a file for that`
      yield [{ is: 'note', text }]
    }
    for (const finding of joins.joined()) yield [{ is: 'finding', finding }]
    for (const text of joins.notes()) yield [{ is: 'note', text }]
  }

  /** Reads logs once more, for what is watched for. */
  async *#witnesses(
    joins: Joins,
    watched: readonly string[],
    walk: Iterator<Walked>,
    from: readonly (LogRoot | LogFile)[],
  ): AsyncGenerator<readonly HuntEvent[], void, undefined> {
    const queue = new EventQueue()
    const running = this.#files(walk, from, watched, queue).then(
      () => queue.end(null),
      (error: unknown) => queue.end(error),
    )
    for await (const batch of queue.all()) {
      for (const event of batch) {
        if (event.is === 'witness') joins.witness(event.witness)
        else if (event.is === 'gap' && !this.#gaps.has(`${event.gap.because} ${event.gap.at}`)) yield [event]
      }
    }
    await running
  }

  async #run(roots: readonly LogRoot[], streams: readonly LogStream[], spools: (() => Promise<void>)[]): Promise<void> {
    const { windowMs = defaultWindowMs } = this.#options
    const packed: LogRoot[] = []
    const reading: Promise<void>[] = []
    if (roots.length > 0 && windowMs > 0) this.#joins = new Joins(windowMs)
    for (const stream of streams) {
      const peeked = await peekStream(stream)
      if (peeked.isPacked) packed.push(await this.#spooled(peeked, spools))
      else reading.push(this.#stream(peeked))
    }
    const files = [...roots, ...packed]
    if (files.length > 0) {
      if (windowMs > 0) this.#joins ??= new Joins(windowMs)
      this.#roots = files
      reading.push(this.#files(this.#walk(), files, null, this.#queue))
    }
    await Promise.all(reading)
  }

  #walk(): Iterator<Walked> {
    const { exclude = [], skip = [] } = this.#options
    return walkLogs(this.#roots, { exclude, skip })
  }

  /** Archives are read from their end, and in one go. */
  async #spooled({ shown, pieces }: PeekedStream, spools: (() => Promise<void>)[]): Promise<LogRoot> {
    const spooled = await spoolInput(pieces, this.#options.signal)
    spools.push(() => spooled.remove())
    return { kind: 'file', path: spooled.path, shown, only: null }
  }

  async #stream(stream: PeekedStream): Promise<void> {
    const { signal } = this.#options
    const told = toldInto(this.#queue, this.#options, this.#record)
    const room = (): Promise<void> => this.#queue.room()
    // Where there are files too, it is joined with what they say when all is read.
    const options = { tellsAgain: true, ...this.#options, ...(this.#joins === null ? {} : { windowMs: 0 }) }
    const joining = new LiveJoining(told, options)
    await huntStream(stream, { told, joining, readings: new RecentlyRead(), record: this.#record, signal, room })
    if (this.#joins !== null && told.takeOutgoing()) this.#outgoingStreams.push(stream.shown)
  }

  async #files(
    walk: Iterator<Walked>,
    from: readonly (LogRoot | LogFile)[],
    watched: readonly string[] | null,
    queue: EventQueue,
  ): Promise<void> {
    const { limits, since = null, until = null, signal, blockBytes = defaultBlockBytes } = this.#options
    const order = { limits: { ...defaultHuntLimits, ...limits }, since, until, blockBytes, watched }
    const workers = this.#options.workers ?? (isSmall(from) ? 1 : availableParallelism())
    const crew = new HuntCrew(order, workers, walk, (batch, taken) => queue.push(batch, taken))
    if (watched === null) this.#crew = crew
    else this.#witnessCrew = crew
    const stop = (): void => crew.stop()
    signal?.addEventListener('abort', stop, { once: true })
    if (signal?.aborted === true) stop()
    try {
      await crew.run()
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }
}

/** Gaps of the first reading, which the second need not tell again. */
export const mostGapsKept = 100_000

/** Says where what came of attacks was looked for. */
export function lookedIn(logs: readonly string[]): string {
  const shown = logs.toSorted().slice(0, mostFilesNamed)
  const more = logs.length - shown.length
  return `what came of attacks was looked for in ${shown.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}`
}

const mostFilesNamed = 8

function isSmall([only, ...others]: readonly (LogRoot | LogFile)[]): boolean {
  if (only === undefined || others.length > 0 || ('kind' in only && only.kind === 'folder')) return false
  return (statSync(only.path, { throwIfNoEntry: false })?.size ?? 0) < manyThreadsBytes
}
