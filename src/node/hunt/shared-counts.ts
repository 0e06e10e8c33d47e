/** Memory that all threads of a hunt see: what each counted, what it is at, and how much it told that nobody took yet. */

const names = ['files', 'logs', 'archives', 'bytes', 'unpackedBytes', 'leftOut'] as const
export type CountName = (typeof names)[number]

/**
 * `files`: looked into; `logs`: read as one, nested ones too; `bytes`: of files, as they lie on disk; `unpackedBytes`: read
 * as lines or records; `leftOut`: attacks at other times than asked for.
 */
export type Counts = Record<CountName, number>

const pathBytes = 4_096
/** Of one thread: the size of untaken events and a reserve, counters, since when it is at its file (0: at none), the path's length, the path. */
const headBytes = 8
const recordBytes = headBytes + 8 * (names.length + 2) + pathBytes

/** What a thread may have told and nobody taken, in bytes; then it waits, so that memory stays bounded. */
const mostUntaken = 2 ** 20

export function sharedCounts(threads: number): SharedArrayBuffer {
  return new SharedArrayBuffer(threads * recordBytes)
}

/** What one thread writes and the main thread reads; a number that is torn between the two is only shown. */
export class ThreadRecord {
  readonly #untaken: Int32Array
  readonly #numbers: Float64Array
  readonly #path: Buffer

  constructor(buffer: SharedArrayBuffer, thread: number) {
    const offset = thread * recordBytes
    this.#untaken = new Int32Array(buffer, offset, 1)
    this.#numbers = new Float64Array(buffer, offset + headBytes, names.length + 2)
    this.#path = Buffer.from(buffer, offset + headBytes + 8 * (names.length + 2), pathBytes)
  }

  count(name: CountName, by = 1): void {
    const at = names.indexOf(name)
    this.#numbers[at] = (this.#numbers[at] ?? 0) + by
  }

  counts(): Counts {
    const entries = names.map((name, i) => [name, this.#numbers[i] ?? 0] as const)
    return Object.fromEntries(entries) as Counts // one entry for each name
  }

  /** `now` in milliseconds since the epoch. */
  begin(path: string, now: number): void {
    this.#numbers[names.length + 1] = this.#path.write(path)
    this.#numbers[names.length] = now
  }

  end(): void {
    this.#numbers[names.length] = 0
  }

  /** What it is at, if it is at something that takes time. */
  at(): { readonly path: string; readonly since: number } | null {
    const since = this.#numbers[names.length] ?? 0
    if (since === 0) return null
    return { path: this.#path.toString('utf8', 0, this.#numbers[names.length + 1] ?? 0), since }
  }

  /** Called by the thread before it tells what has `size`: waits while too much is not taken. Gives how long, in milliseconds. */
  awaitRoom(size: number): number {
    const startedAt = performance.now()
    for (let untaken = Atomics.load(this.#untaken, 0); untaken > mostUntaken; untaken = Atomics.load(this.#untaken, 0))
      Atomics.wait(this.#untaken, 0, untaken, 1_000)
    Atomics.add(this.#untaken, 0, size)
    return performance.now() - startedAt
  }

  /** Called by the main thread when what has `size` was taken. */
  taken(size: number): void {
    const untaken = Atomics.sub(this.#untaken, 0, size)
    // Only then may a thread wait, and go on.
    if (untaken > mostUntaken && untaken - size <= mostUntaken) Atomics.notify(this.#untaken, 0)
  }

  /** Called by the main thread before another thread takes the place of one that was lost. */
  forget(): void {
    Atomics.store(this.#untaken, 0, 0)
  }
}

export function noCounts(): Counts {
  return Object.fromEntries(names.map((name) => [name, 0] as const)) as Counts // one entry for each name
}

/** Adds `more` to `sum`. */
export function addCounts(sum: Counts, more: Counts): Counts {
  for (const name of names) sum[name] += more[name]
  return sum
}
