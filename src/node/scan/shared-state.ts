import { EmptyContents } from '../../scan/index.ts'
import type { CountName, Counts } from './protocol.ts'

/**
 * Memory that all threads of a run see: what each is at, what was counted, which hard links were seen, and which
 * contents of archives held nothing.
 */

const names = [
  'folders',
  'files',
  'archives',
  'bytes',
  'links',
  'special',
  'excluded',
  'leftClosed',
  'unchanged',
  'share',
] as const satisfies readonly CountName[]

/** Asked at each file. */
const placeOf = Object.fromEntries(names.map((name, i) => [name, i])) as Readonly<Record<CountName, number>> // all names

const pathBytes = 4_096
/** Of one worker: its counters, when it began its file (0: none), how long that file's path is, and the path. */
const recordBytes = 8 * (names.length + 2) + pathBytes
const headerBytes = 64
const linkSlots = 1 << 16
const emptySlots = 1 << 18
const recordsAt = headerBytes + (linkSlots + emptySlots) * 8

export class SharedState {
  readonly buffer: SharedArrayBuffer
  readonly #idle: Int32Array
  readonly #links: BigInt64Array
  readonly empty: EmptyContents

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer
    this.#idle = new Int32Array(buffer, 0, 1)
    this.#links = new BigInt64Array(buffer, headerBytes, linkSlots)
    this.empty = new EmptyContents(new BigInt64Array(buffer, headerBytes + linkSlots * 8, emptySlots))
  }

  static make(workers: number): SharedState {
    return new SharedState(new SharedArrayBuffer(recordsAt + workers * recordBytes))
  }

  /** How many workers wait for work. */
  get idle(): number {
    return Atomics.load(this.#idle, 0)
  }

  addIdle(change: number): void {
    Atomics.add(this.#idle, 0, change)
  }

  /** Whether this file with several names was seen for the first time. When the table is full, every one is. */
  isFirstLink(device: bigint, inode: bigint): boolean {
    // The upper half of a product mixes well enough; 0 stands for an empty slot.
    const key = BigInt.asIntN(64, (inode * 0x9e3779b97f4a7c15n) ^ (device * 0xc2b2ae3d27d4eb4fn)) || 1n
    const start = Number(BigInt.asUintN(16, key >> 20n))
    for (let probe = 0; probe < 64; probe++) {
      const slot = (start + probe) % linkSlots
      const found = Atomics.compareExchange(this.#links, slot, 0n, key)
      if (found === 0n) return true
      if (found === key) return false
    }
    return true
  }

  record(worker: number): WorkerRecord {
    return new WorkerRecord(this.buffer, recordsAt + worker * recordBytes)
  }
}

/** What one worker writes and the main thread reads; a number that is torn between the two is only shown. */
export class WorkerRecord {
  readonly #numbers: Float64Array
  readonly #path: Buffer

  constructor(buffer: SharedArrayBuffer, offset: number) {
    this.#numbers = new Float64Array(buffer, offset, names.length + 2)
    this.#path = Buffer.from(buffer, offset + 8 * (names.length + 2), pathBytes)
  }

  count(name: CountName, by = 1): void {
    const at = placeOf[name]
    this.#numbers[at] = (this.#numbers[at] ?? 0) + by
  }

  counts(): Counts {
    const entries = names.map((name, i) => [name, this.#numbers[i] ?? 0] as const)
    return Object.fromEntries(entries) as unknown as Counts // one entry for each name
  }

  /** `now` in milliseconds since the epoch. */
  begin(path: string, now: number): void {
    this.#numbers[names.length + 1] = this.#path.write(path)
    this.#numbers[names.length] = now
  }

  end(): void {
    this.#numbers[names.length] = 0
  }

  /** What it is at, if it is at a file that takes time. */
  at(): { readonly path: string; readonly since: number } | null {
    const since = this.#numbers[names.length] ?? 0
    if (since === 0) return null
    return { path: this.#path.toString('utf8', 0, this.#numbers[names.length + 1] ?? 0), since }
  }
}
