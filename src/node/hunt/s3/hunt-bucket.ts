import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import ignore from 'ignore'
import { type Gap, Problem } from '../../../core/index.ts'
import { Joins, type LogSource, type Readings, RecentlyRead } from '../../../hunt/index.ts'
import { batchOf } from '../batch.ts'
import { EventQueue } from '../event-queue.ts'
import { type HuntOptions, lookedIn, mostGapsKept } from '../hunt.ts'
import { HuntCrew, type Total } from '../hunt-crew.ts'
import type { HuntEvent, WorkEvent } from '../hunt-event.ts'
import { defaultHuntLimits, defaultWindowMs } from '../hunt-limits.ts'
import { type Hunt, huntUnderWay, isTold } from '../hunt-under-way.ts'
import { logReading } from '../log-reading.ts'
import type { LogFile } from '../protocol.ts'
import { addCounts, type Counts, noCounts, sharedCounts, ThreadRecord } from '../shared-counts.ts'
import { huntStream, type PeekedStream, peekStream, StreamLost } from '../stream-hunt.ts'
import { toldInto } from '../told-events.ts'
import type { Walked } from '../walk.ts'
import type { ObjectPage, S3Object } from './object-list.ts'
import { S3Client, type S3ClientOptions } from './s3-client.ts'

export interface BucketPlace {
  readonly bucket: string
  /** What keys begin with; empty: all of the bucket. */
  readonly prefix: string
}

export interface BucketRequest extends Omit<S3ClientOptions, 'signal'> {
  readonly places: readonly BucketPlace[]
}

/** `s3://bucket`, `s3://bucket/logs/2021/`; `null` if it is neither. */
export function bucketPlaceOf(word: string): BucketPlace | null {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-zA-Z0-9._-]{1,255})(?:\/(.*))?$/s.exec(word) ?? []
  return bucket === undefined ? null : { bucket, prefix }
}

/** An object of a bucket. */
interface Named {
  readonly bucket: string
  readonly object: S3Object
}

/** An object that was packed, and is kept in a file. */
interface KeptFile extends LogFile {
  readonly named: Named
}

/** Objects that are fetched at once. */
const mostFetched = 4
/** What is packed is kept in files for threads to read: so much at once, or one object. */
const batchBytes = 256 << 20
const batchObjects = 256
/** Larger files are read in parts of this size. */
const partBytes = 16 << 20

/**
 * Hunts in the objects of buckets, as {@link hunt} does in files: text as it comes, what is packed from a temporary file. What
 * could not be had of an object is a gap, and what was had is looked into. Objects that say who went out are fetched once
 * more, for what came of attacks.
 *
 * Throws, when it is iterated: S3_REFUSED and S3_UNREACHABLE, before anything was read.
 */
export function huntBucket(request: BucketRequest, options: HuntOptions = {}): Hunt {
  const run = new BucketHunt(request, options)
  const shown = { counts: () => run.counts(), total: () => run.total, at: () => null }
  return huntUnderWay(shown, () => run.batches())
}

class BucketHunt {
  readonly total: { -readonly [Name in keyof Total]: Total[Name] } = { files: 0, bytes: 0, isWhole: false }
  readonly #request: BucketRequest
  readonly #options: HuntOptions
  readonly #queue = new EventQueue()
  readonly #record = new ThreadRecord(sharedCounts(1), 0)
  readonly #readings: Readings = new RecentlyRead()
  readonly #stop = new AbortController()
  /** Of threads that are done. */
  readonly #before = noCounts()
  #crew: HuntCrew | null = null
  /** Files that no thread was given yet. */
  #kept: KeptFile[] = []
  #keptBytes = 0
  #reading: Promise<void> = Promise.resolve()
  #files = 0
  /** `null` where it was not asked what came of attacks. */
  #joins: Joins | null
  /** Objects that seem to say who went out. */
  readonly #outgoing = new Set<Named>()
  /** Gaps of the first reading, which the second need not tell again. */
  readonly #gaps = new Set<string>()
  /** What is looked for in them; `null`: attacks are, in all. */
  #watched: readonly string[] | null = null

  constructor(request: BucketRequest, options: HuntOptions) {
    this.#request = request
    this.#options = options
    const { windowMs = defaultWindowMs } = options
    this.#joins = windowMs > 0 ? new Joins(windowMs) : null
  }

  counts(): Counts {
    const sum = addCounts(addCounts(noCounts(), this.#record.counts()), this.#before)
    return addCounts(sum, this.#crew?.counts() ?? noCounts())
  }

  async *batches(): AsyncGenerator<readonly HuntEvent[], void, undefined> {
    const folder = await mkdtemp(join(tmpdir(), 'fireline-bucket-'))
    const { signal: outer } = this.#options
    const signal = outer === undefined ? this.#stop.signal : AbortSignal.any([outer, this.#stop.signal])
    const running = this.#run(folder, signal).then(
      () => this.#queue.end(null),
      (error: unknown) => this.#queue.end(error),
    )
    try {
      for await (const batch of this.#queue.all()) {
        const told = batch.filter((event) => this.#isTold(event))
        if (told.length > 0) yield told
      }
    } finally {
      this.#stop.abort()
      await running
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** Whether it is told as it comes; otherwise it is kept, or was told when the object was read first. */
  #isTold(event: WorkEvent): event is HuntEvent {
    if (event.is === 'witness') this.#joins?.witness(event.witness)
    if (event.is === 'gap') {
      const key = `${event.gap.because} ${event.gap.at}`
      if (this.#watched !== null && this.#gaps.has(key)) return false
      if (this.#gaps.size < mostGapsKept) this.#gaps.add(key)
    }
    return isTold(event) && !(event.is === 'finding' && this.#joins?.take(event.finding) === true)
  }

  async #run(folder: string, signal: AbortSignal): Promise<void> {
    const client = new S3Client({ ...this.#request, signal })
    await this.#read(this.#wanted(client, signal), client, folder, signal)
    this.total.isWhole = true
    if (this.#joins !== null) await this.#join(this.#joins, client, folder, signal)
  }

  async #read(
    objects: AsyncIterable<Named> | Iterable<Named>,
    client: S3Client,
    folder: string,
    signal: AbortSignal,
  ): Promise<void> {
    const fetching = new Set<Promise<void>>()
    try {
      for await (const named of objects) {
        const one = this.#object(client, named, folder, signal).finally(() => fetching.delete(one))
        fetching.add(one)
        if (fetching.size >= mostFetched) await Promise.race(fetching)
      }
    } finally {
      await Promise.all(fetching)
      this.#readKept(signal)
      await this.#reading
    }
  }

  /** Looks for what came of attacks in objects that say who went out, and tells what was kept. */
  async #join(joins: Joins, client: S3Client, folder: string, signal: AbortSignal): Promise<void> {
    await this.#queue.empty()
    const outgoing = [...this.#outgoing]
    const names = joins.watched()
    if (names.length > 0 && outgoing.length > 0 && !signal.aborted) {
      for (const wanted of [() => names, () => joins.further()]) {
        this.#watched = wanted()
        if (this.#watched.length > 0) await this.#read(outgoing, client, folder, signal)
        await this.#queue.empty()
      }
      const text = lookedIn(outgoing.map(shownOf))
      this.#queue.push(batchOf({ is: 'note', text }))
    }
    this.#joins = null
    for (const finding of joins.joined()) {
      await this.#queue.room()
      this.#queue.push(batchOf({ is: 'finding', finding }))
    }
    for (const text of joins.notes()) this.#queue.push(batchOf({ is: 'note', text }))
  }

  /** What is listed and not left out. */
  async *#wanted(client: S3Client, signal: AbortSignal): AsyncGenerator<Named, void, undefined> {
    const { exclude = [] } = this.#options
    const excluded = ignore().add([...exclude])
    for await (const named of this.#listed(client, signal)) {
      const { key, size } = named.object
      // What tools make for a folder.
      if (size === 0 && key.endsWith('/')) continue
      if (ignore.isPathValid(key) && excluded.ignores(key)) continue
      this.total.files++
      this.total.bytes += size
      yield named
    }
  }

  async *#listed(client: S3Client, signal: AbortSignal): AsyncGenerator<Named, void, undefined> {
    let listed = 0
    for (const { bucket, prefix } of this.#request.places) {
      let next: string | null = null
      do {
        const page: ObjectPage | null = await client.page(bucket, prefix, next).catch((error: unknown) => {
          if (signal.aborted) return null
          if (listed === 0 || !(error instanceof Problem)) throw error
          const detail = `${error.message}; ${listed} objects were listed before`
          this.#queue.push(
            batchOf({ is: 'gap', gap: { at: `s3://${bucket}/${prefix}`, because: 'not-readable', detail } }),
          )
          return null
        })
        for (const object of page?.objects ?? []) {
          if (signal.aborted) return
          listed++
          yield { bucket, object }
        }
        next = page?.next ?? null
      } while (next !== null)
    }
  }

  /** Never rejects but for defects: whatever goes wrong with one object is a gap. */
  async #object(client: S3Client, named: Named, folder: string, signal: AbortSignal): Promise<void> {
    const { bucket, object } = named
    const shown = shownOf(named)
    const gap = (because: Gap['because'], detail: string): void => {
      this.#queue.push(batchOf({ is: 'gap', gap: { at: shown, because, detail } }))
    }
    await this.#queue.room()
    const { millis } = { ...defaultHuntLimits, ...this.#options.limits }
    const late = AbortSignal.timeout(millis)
    const pieces = inTime(client.object(bucket, object), late, millis)
    this.#counted.count('files')
    let stream: PeekedStream
    try {
      stream = await peekStream({ shown, pieces })
    } catch (error) {
      if (!(error instanceof StreamLost)) throw error
      if (signal.aborted) return
      gap(error.because, error.message)
      return
    }
    if (!stream.isPacked) {
      await this.#text(stream, named, signal)
      return
    }
    const path = join(folder, String(this.#files++))
    let size = 0
    try {
      const sink = createWriteStream(path, { mode: 0o600 })
      await pipeline(
        Readable.from(
          counted(stream.pieces, (more) => (size += more)),
          { objectMode: false },
        ),
        sink,
      )
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof StreamLost) gap(error.because, error.message)
      else
        gap('not-readable', `it could not be kept in ${folder}: ${error instanceof Error ? error.message : 'unknown'}`)
    }
    this.#kept.push({ path, shown, relative: shown, follow: false, size, named })
    this.#keptBytes += size
    if (this.#keptBytes >= batchBytes || this.#kept.length >= batchObjects) {
      const before = this.#reading
      this.#readKept(signal)
      // Two batches at most lie on the disk.
      await before
    }
  }

  async #text(stream: PeekedStream, named: Named, signal: AbortSignal): Promise<void> {
    const record = this.#counted
    const told = toldInto(this.#queue, this.#options, record)
    const reading = { told, readings: this.#readings, watched: this.#watched }
    const joining = { reading: (source: LogSource) => logReading(source, reading), round: nothing, end: nothing }
    const room = (): Promise<void> => this.#queue.room()
    await huntStream(stream, { told, joining, readings: this.#readings, record, signal, room })
    if (told.takeOutgoing()) this.#outgoing.add(named)
  }

  /** What is fetched once more was counted. */
  get #counted(): ThreadRecord {
    return this.#watched === null ? this.#record : new ThreadRecord(sharedCounts(1), 0)
  }

  /** Has threads read what was kept, after what was kept before, while further objects come. */
  #readKept(signal: AbortSignal): void {
    const files = this.#kept
    this.#kept = []
    this.#keptBytes = 0
    if (files.length === 0) return
    this.#reading = this.#reading.then(() => this.#readFiles(files, signal))
  }

  async #readFiles(files: readonly KeptFile[], signal: AbortSignal): Promise<void> {
    if (!signal.aborted) {
      const { limits, since = null, until = null, blockBytes = partBytes } = this.#options
      const order = { limits: { ...defaultHuntLimits, ...limits }, since, until, blockBytes, watched: this.#watched }
      const workers = Math.min(files.length, this.#options.workers ?? availableParallelism())
      const walk = files.map((file): Walked => ({ is: 'file', file }))
      const crew = new HuntCrew(order, workers, walk.values(), (batch, taken) => this.#queue.push(batch, taken))
      if (this.#watched === null) this.#crew = crew
      const stop = (): void => crew.stop()
      signal.addEventListener('abort', stop, { once: true })
      try {
        await crew.run()
      } finally {
        signal.removeEventListener('abort', stop)
        // They were counted when they were fetched.
        if (this.#watched === null) addCounts(this.#before, { ...crew.counts(), files: 0 })
        this.#crew = null
        for (const file of files) if (crew.outgoing.has(file)) this.#outgoing.add(file.named)
      }
    }
    for (const { path } of files) await rm(path, { force: true })
  }
}

function shownOf({ bucket, object }: Named): string {
  return `s3://${bucket}/${object.key}`
}

const nothing = (): void => undefined

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  count: (size: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    count(piece.length)
    yield piece
  }
}

/** The same pieces, until the time is over. Throws StreamLost. */
async function* inTime(
  pieces: AsyncIterable<Uint8Array>,
  late: AbortSignal,
  millis: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    if (late.aborted) throw new StreamLost('too-slow', `it took longer than ${Math.round(millis / 1_000)} seconds`)
    yield piece
  }
}
