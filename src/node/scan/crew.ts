import type { Worker } from 'node:worker_threads'
import type { Gap } from '../../core/index.ts'
import { thread } from '../thread.ts'
import type { Counts, Report, Unit, WorkOrder } from './protocol.ts'
import { SharedState, type WorkerRecord } from './shared-state.ts'

/** Beyond the time that an examination gives itself, before its thread is taken to hang. */
const graceMs = 30_000
/** Threads that die more often than this have another reason than files. */
const mostLosses = 50
/** What a thread is given at once: to hand out one small folder after the other takes longer than to walk them. */
const mostAtOnce = 1_024

interface Member {
  readonly worker: Worker
  readonly record: WorkerRecord
  /** What it was given; none: it waits. */
  units: readonly Unit[]
  ready: boolean
}

/**
 * Threads that share one walk. A thread that dies or hangs costs the file it was at, which becomes a gap, and nothing
 * else: what it had been given is walked again without that file.
 */
export class Crew {
  readonly #order: Omit<WorkOrder, 'worker' | 'poison' | 'shared'>
  readonly #state: SharedState
  readonly #tell: (report: Report) => void
  readonly #queue: Unit[] = []
  /** Threads died on some of these, it is not known on which. */
  readonly #singly: Unit[] = []
  readonly #waves: (readonly Unit[])[]
  readonly #members: Member[] = []
  readonly #poison: string[] = []
  #losses = 0
  #finish: () => void = () => undefined
  #stopped = false

  /** `waves`: what is done together; each begins when all of the one before it is told. */
  constructor(
    order: Omit<WorkOrder, 'worker' | 'poison' | 'shared'>,
    workers: number,
    waves: readonly (readonly Unit[])[],
    tell: (report: Report) => void,
  ) {
    this.#order = order
    this.#state = SharedState.make(workers)
    this.#tell = tell
    this.#waves = [...waves]
    for (let i = 0; i < workers; i++) this.#members.push(this.#hire(i))
  }

  /** Resolves when all is done or {@link stop} was called. */
  async run(): Promise<void> {
    const watch = setInterval(() => this.#watch(), 1_000)
    try {
      await new Promise<void>((resolve) => {
        this.#finish = resolve
        if (this.#stopped) resolve()
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
    const [first, ...rest] = this.#members.map(({ record }) => record.counts())
    if (first === undefined) throw new Error('a crew has at least one member')
    for (const counts of rest) for (const name of countNames(counts)) first[name] += counts[name]
    return first
  }

  /** The file that a thread has been at for longest. */
  at(): string | null {
    const busy = this.#members.flatMap(({ record }) => record.at() ?? [])
    return busy.sort((a, b) => a.since - b.since)[0]?.path ?? null
  }

  #hire(index: number): Member {
    const order: WorkOrder = {
      ...this.#order,
      shared: this.#state.buffer,
      worker: index,
      poison: this.#poison,
    }
    const worker = thread('scan-worker', order)
    const member: Member = { worker, record: this.#state.record(index), units: [], ready: false }
    worker.on('message', (report: Report) => this.#hear(member, report))
    worker.on('error', (error) => this.#lose(index, member, error))
    return member
  }

  #hear(member: Member, report: Report): void {
    if (this.#stopped) return
    if (report.is === 'idle') {
      member.units = []
      member.ready = true
      this.#state.addIdle(1)
      this.#give()
    } else if (report.is === 'units') {
      for (const unit of report.units) this.#queue.push(unit)
      this.#give()
    } else this.#tell(report)
  }

  #give(): void {
    for (const member of this.#members) {
      if (!member.ready) continue
      const units = this.#next()
      if (units.length === 0) break
      member.units = units
      member.ready = false
      this.#state.addIdle(-1)
      member.worker.postMessage(units)
    }
    if (this.#queue.length + this.#singly.length > 0 || !this.#members.every(({ ready }) => ready)) return
    const wave = this.#waves.shift()
    if (wave === undefined) return this.#finish()
    for (const unit of wave) this.#queue.push(unit)
    this.#give()
  }

  /** A part of what waits, so that there is some for the others, and for when this is done. */
  #next(): readonly Unit[] {
    if (this.#singly.length > 0) return this.#singly.splice(0, 1)
    return this.#queue.splice(0, Math.min(mostAtOnce, Math.ceil(this.#queue.length / (2 * this.#members.length))))
  }

  #watch(): void {
    const late = Date.now() - this.#order.limits.millis - graceMs
    for (const [index, member] of this.#members.entries()) {
      const at = member.record.at()
      if (at === null || at.since > late) continue
      const seconds = Math.round(this.#order.limits.millis / 1000)
      void member.worker.terminate()
      this.#replace(index, member, { because: 'too-slow', detail: `it took longer than ${seconds} seconds` })
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
    const { units } = member
    const [unit, ...others] = units
    const at = member.record.at()?.path ?? (others.length === 0 ? unit?.shown : undefined)
    member.record.end()
    if (at !== undefined) {
      this.#poison.push(at)
      this.#tell({ is: 'gap', gap: { at, ...why } })
    }
    if (++this.#losses > mostLosses) return this.#giveUp()
    // Its memory of what was walked died with it, so all of it is walked again; findings are told once.
    const again = at === undefined ? this.#singly : this.#queue
    for (const each of units) again.push(each)
    if (member.ready) this.#state.addIdle(-1)
    this.#members[index] = this.#hire(index)
  }

  #giveUp(): void {
    const left = [
      ...this.#queue,
      ...this.#singly,
      ...this.#waves.flat(),
      ...this.#members.flatMap(({ units }) => units),
    ]
    const detail = `threads died ${mostLosses} times; run \`fireline scan --workers 1\` on it`
    for (const { shown } of left) this.#tell({ is: 'gap', gap: { at: shown, because: 'interrupted', detail } })
    this.stop()
  }
}

function countNames(counts: Counts): readonly (keyof Counts)[] {
  return Object.keys(counts) as (keyof Counts)[] // its keys are its names
}
