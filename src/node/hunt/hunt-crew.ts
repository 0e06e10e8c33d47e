import type { Worker } from 'node:worker_threads'
import type { Gap } from '../../core/index.ts'
import { thread } from '../thread.ts'
import { type Batch, batchOf } from './batch.ts'
import { BlockOrder } from './block-order.ts'
import { EventUnpacker, sizeOf } from './packed-events.ts'
import type { LogFile, Report, Unit, WorkOrder } from './protocol.ts'
import { addCounts, type Counts, noCounts, sharedCounts, ThreadRecord } from './shared-counts.ts'
import type { Walked } from './walk.ts'

/** Beyond the time that a file may take, before its thread is taken to hang. */
const graceMs = 30_000
/** Threads that die more often than this have another reason than files. */
const mostLosses = 50
/** Files that are listed before they are read, so that it is known how much is left. */
const filesAhead = 20_000
/** A listing gives way to everything else after so long, in milliseconds. */
const listingMs = 20

interface Member {
  readonly worker: Worker
  readonly record: ThreadRecord
  readonly unpacker: EventUnpacker
  /** What it was given, in the order in which it does it; it waits if there is none. */
  readonly units: Unit[]
  started: boolean
}

/** What is known of all that is to be read. */
export interface Total {
  readonly files: number
  /** As they lie on disk. */
  readonly bytes: number
  /** Whether all of it was listed. */
  readonly isWhole: boolean
}

/**
 * Threads that read files, several at one where it is large. A thread that dies or hangs costs the file, or the part of
 * one, that it was at, which becomes a gap, and nothing else.
 */
export class HuntCrew {
  readonly #order: Omit<WorkOrder, 'worker' | 'shared'>
  readonly #shared: SharedArrayBuffer
  readonly #walk: Iterator<Walked>
  readonly #tell: (batch: Batch, taken?: () => void) => void
  readonly #members: Member[] = []
  /** Parts of files that were begun come before further files. */
  readonly #parts: Unit[] = []
  readonly #files: LogFile[] = []
  readonly #orders = new Map<LogFile, BlockOrder>()
  readonly #total = { files: 0, bytes: 0, isWhole: false }
  /** Files that seem to say who went out. */
  readonly outgoing = new Set<LogFile>()
  #losses = 0
  #finish: () => void = () => undefined
  #stopped = false

  constructor(
    order: Omit<WorkOrder, 'worker' | 'shared'>,
    workers: number,
    walk: Iterator<Walked>,
    tell: (batch: Batch, taken?: () => void) => void,
  ) {
    this.#order = order
    this.#shared = sharedCounts(workers)
    this.#walk = walk
    this.#tell = tell
    for (let i = 0; i < workers; i++) this.#members.push(this.#hire(i))
  }

  /** Resolves when all is done or {@link stop} was called. */
  async run(): Promise<void> {
    const watch = setInterval(() => this.#watch(), 1_000)
    try {
      await new Promise<void>((resolve) => {
        this.#finish = resolve
        if (this.#stopped) resolve()
        this.#list()
      })
    } finally {
      clearInterval(watch)
      this.#stopped = true
      await Promise.all(this.#members.map(({ worker }) => worker.terminate()))
    }
  }

  stop(): void {
    this.#stopped = true
    this.#finish()
  }

  /** Sums over all threads. */
  counts(): Counts {
    return this.#members.reduce((sum, { record }) => addCounts(sum, record.counts()), noCounts())
  }

  /** The file that a thread has been at for longest. */
  at(): string | null {
    const busy = this.#members.flatMap(({ record }) => record.at() ?? [])
    return busy.sort((a, b) => a.since - b.since)[0]?.path ?? null
  }

  get total(): Total {
    return this.#total
  }

  /** Lists files ahead of the threads, a moment at a time. */
  #list(): void {
    const until = performance.now() + listingMs
    while (!this.#stopped && !this.#total.isWhole && this.#files.length < filesAhead && performance.now() < until) {
      const next = this.#walk.next()
      if (next.done === true) this.#total.isWhole = true
      else if (next.value.is === 'file') {
        this.#files.push(next.value.file)
        this.#total.files++
        this.#total.bytes += next.value.file.size
      } else this.#tell(batchOf(next.value))
    }
    this.#give()
    if (!this.#stopped && !this.#total.isWhole && this.#files.length < filesAhead) setImmediate(() => this.#list())
  }

  #hire(index: number): Member {
    const order: WorkOrder = { ...this.#order, shared: this.#shared, worker: index }
    const worker = thread('hunt-worker', order)
    const member: Member = {
      worker,
      record: new ThreadRecord(this.#shared, index),
      unpacker: new EventUnpacker(),
      units: [],
      started: false,
    }
    worker.on('message', (report: Report) => this.#hear(index, member, report))
    worker.on('error', (error) => this.#lose(index, member, error))
    return member
  }

  #hear(index: number, member: Member, report: Report): void {
    if (this.#stopped || this.#members[index] !== member) return
    const unit = member.units[0] ?? null
    if (report.is === 'told') {
      const taken = (): void => {
        if (this.#members[index] === member) member.record.taken(sizeOf(report.events))
      }
      this.#pass(unit, member.unpacker.unpack(report.events), taken)
    } else if (report.is === 'split') {
      if (unit === null) return
      const { file } = unit
      this.#orders.set(file, new BlockOrder(file.shown, report.blocks.length, this.#tell))
      for (const block of report.blocks) this.#parts.push({ kind: 'block', file, block })
    } else {
      if (unit !== null) this.#done(unit, report.lines)
      if (unit !== null && report.outgoing) this.outgoing.add(unit.file)
      member.units.shift()
      member.started = true
      this.#list()
    }
  }

  #pass(unit: Unit | null, batch: Batch, taken: () => void): void {
    const order = unit === null || unit.kind === 'file' ? undefined : this.#orders.get(unit.file)
    if (order === undefined || unit === null || unit.kind === 'file') this.#tell(batch, taken)
    else order.told(unit.block.index, batch, taken)
  }

  #done(unit: Unit, lines: number): void {
    if (unit.kind === 'file') return
    const order = this.#orders.get(unit.file)
    order?.done(unit.block.index, lines)
    if (order?.isComplete === true) this.#orders.delete(unit.file)
  }

  #give(): void {
    if (this.#stopped) return
    const started = this.#members.filter((member) => member.started)
    for (const member of started) if (member.units.length === 0) this.#hand(member, this.#next())
    // A part each ahead, so that none waits to be given the next one; the last ones are shared out as they are wanted.
    for (const member of started) {
      if (member.units.length === 1 && this.#parts.length >= this.#members.length) this.#hand(member, this.#next())
    }
    const isIdle = this.#members.every((member) => member.started && member.units.length === 0)
    if (isIdle && this.#total.isWhole && this.#files.length === 0 && this.#parts.length === 0) this.#finish()
  }

  #hand(member: Member, unit: Unit | undefined): void {
    if (unit === undefined) return
    member.units.push(unit)
    member.worker.postMessage(unit)
  }

  #next(): Unit | undefined {
    const part = this.#parts.shift()
    if (part !== undefined) return part
    const file = this.#files.shift()
    return file === undefined ? undefined : { kind: 'file', file }
  }

  #watch(): void {
    const late = Date.now() - this.#order.limits.millis - graceMs
    for (const [index, member] of this.#members.entries()) {
      const at = member.record.at()
      if (at === null || at.since > late) continue
      void member.worker.terminate()
      const detail = `it took longer than ${Math.round(this.#order.limits.millis / 1_000)} seconds`
      this.#replace(index, member, { because: 'too-slow', detail })
    }
  }

  #lose(index: number, member: Member, error: unknown): void {
    if (this.#stopped || this.#members[index] !== member) return
    const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    const detail = outOfMemory
      ? 'it needs more memory than is allowed'
      : `unexpected: ${error instanceof Error ? error.message : String(error)}`
    this.#replace(index, member, { because: outOfMemory ? 'too-large' : 'malformed', detail })
  }

  #replace(index: number, member: Member, why: Pick<Gap, 'because' | 'detail'>): void {
    const [unit, ...ahead] = member.units
    member.record.end()
    member.record.forget()
    this.#parts.unshift(...ahead)
    if (unit !== undefined) this.#giveUpOn(unit, why)
    if (++this.#losses > mostLosses) return this.#giveUp()
    this.#members[index] = this.#hire(index)
  }

  /** Of a part the lines are counted still: those behind it have numbers. */
  #giveUpOn(unit: Unit, why: Pick<Gap, 'because' | 'detail'>): void {
    const { file } = unit
    if (unit.kind === 'file') return this.#tell(batchOf({ is: 'gap', gap: { at: file.shown, ...why } }))
    const { block } = unit
    const detail = `${why.detail}; from byte ${block.from} to ${block.to}`
    this.#pass(unit, batchOf({ is: 'gap', gap: { at: file.shown, because: why.because, detail } }), () => undefined)
    if (unit.kind === 'block') this.#parts.unshift({ kind: 'lines', file, block })
    else this.#done(unit, 0)
  }

  #giveUp(): void {
    const left = [
      ...this.#parts.map(({ file }) => file),
      ...this.#files,
      ...this.#members.flatMap((m) => m.units.map(({ file }) => file)),
    ]
    const detail = `threads died ${mostLosses} times; run \`fireline hunt --workers 1\` on it`
    for (const { shown } of new Set(left))
      this.#tell(batchOf({ is: 'gap', gap: { at: shown, because: 'interrupted', detail } }))
    this.stop()
  }
}
