import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Instant } from '../../core/index.ts'
import { RecentlyRead } from '../../hunt/index.ts'
import { spoolInput } from '../scan/spool-input.ts'
import { EventQueue } from './event-queue.ts'
import { HuntCrew, type Total } from './hunt-crew.ts'
import { defaultHuntLimits, type HuntLimits } from './hunt-limits.ts'
import type { HuntEvent } from './protocol.ts'
import { type LogStream, rootsOf } from './roots.ts'
import { addCounts, type Counts, noCounts, sharedCounts, ThreadRecord } from './shared-counts.ts'
import { huntStream, type PeekedStream, peekStream } from './stream-hunt.ts'
import { ToldEvents } from './told-events.ts'
import { type LogRoot, walkLogs } from './walk.ts'

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
  /** Files of twice this size and larger are read in parts. */
  readonly blockBytes?: number
  readonly signal?: AbortSignal
}

/** A hunt that is under way: its events, and what a progress line shows. */
export interface Hunt extends AsyncIterable<HuntEvent> {
  counts(): Counts
  /** What is to be read, as far as it was listed; of streams nobody knows. */
  total(): Total
  /** The file that takes longest now. */
  at(): string | null
}

const defaultBlockBytes = 16 * 2 ** 20
/** A single file below this is read by one thread: a second one would cost more to start. */
const manyThreadsBytes = 2 * defaultBlockBytes

/**
 * Hunts for attacks in logs, as `fireline hunt` does: findings, gaps and notes come while it runs, those of one log in its
 * order. Memory is bounded: where nobody takes what is told, reading waits.
 *
 * Throws, when it is iterated: the Problem HUNT_NOTHING_THERE, before anything is read. Whatever goes wrong with a single
 * file is a gap, and the rest goes on. An abort of `options.signal` ends it; what was told stands.
 */
export function hunt(request: HuntRequest, options: HuntOptions = {}): Hunt {
  const run = new HuntRun(options)
  return {
    counts: () => run.counts(),
    total: () => run.total(),
    at: () => run.at(),
    [Symbol.asyncIterator]: () => run.events(request),
  }
}

class HuntRun {
  readonly #options: HuntOptions
  readonly #queue = new EventQueue()
  /** Of this thread, which reads streams. */
  readonly #record = new ThreadRecord(sharedCounts(1), 0)
  #crew: HuntCrew | null = null

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
    return this.#crew?.at() ?? null
  }

  async *events({ paths, input }: HuntRequest): AsyncGenerator<HuntEvent, void, undefined> {
    const { roots, streams } = rootsOf(paths, input)
    const spools: (() => Promise<void>)[] = []
    try {
      const running = this.#run(roots, streams, spools).then(
        () => this.#queue.end(null),
        (error: unknown) => this.#queue.end(error),
      )
      yield* this.#queue.all()
      await running
    } finally {
      this.#crew?.stop()
      for (const remove of spools) await remove()
    }
  }

  async #run(roots: readonly LogRoot[], streams: readonly LogStream[], spools: (() => Promise<void>)[]): Promise<void> {
    const packed: LogRoot[] = []
    const reading: Promise<void>[] = []
    for (const stream of streams) {
      const peeked = await peekStream(stream)
      if (peeked.isPacked) packed.push(await this.#spooled(peeked, spools))
      else reading.push(this.#stream(peeked))
    }
    const files = [...roots, ...packed]
    if (files.length > 0) reading.push(this.#files(files))
    await Promise.all(reading)
  }

  /** Archives are read from their end, and in one go. */
  async #spooled({ shown, pieces }: PeekedStream, spools: (() => Promise<void>)[]): Promise<LogRoot> {
    const spooled = await spoolInput(pieces, this.#options.signal)
    spools.push(() => spooled.remove())
    return { kind: 'file', path: spooled.path, shown, only: null }
  }

  async #stream(stream: PeekedStream): Promise<void> {
    const { since = null, until = null, signal } = this.#options
    const told = new ToldEvents(
      { since, until },
      (events) => {
        for (const event of events) this.#queue.push(event)
      },
      () => this.#record.count('leftOut'),
    )
    const room = (): Promise<void> => this.#queue.room()
    await huntStream(stream, { told, readings: new RecentlyRead(), record: this.#record, signal, room })
  }

  async #files(roots: readonly LogRoot[]): Promise<void> {
    const { limits, since = null, until = null, exclude = [], skip = [], signal } = this.#options
    const { blockBytes = defaultBlockBytes } = this.#options
    const order = { limits: { ...defaultHuntLimits, ...limits }, since, until, blockBytes }
    const walk = walkLogs(roots, { exclude, skip })
    const workers = this.#options.workers ?? (isSmall(roots) ? 1 : availableParallelism())
    const crew = new HuntCrew(order, workers, walk, (event, taken) => this.#queue.push(event, taken))
    this.#crew = crew
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

function isSmall([only, ...others]: readonly LogRoot[]): boolean {
  if (only === undefined || others.length > 0 || only.kind === 'folder') return false
  return (statSync(only.path, { throwIfNoEntry: false })?.size ?? 0) < manyThreadsBytes
}
