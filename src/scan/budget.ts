import { ArchiveGap, type Bytes } from '../archive/index.ts'
import type { ScanLimits } from './limits.ts'

/** A limit for the whole file was reached: nothing more of it is looked at. */
export class OverBudget extends ArchiveGap {}

/** What one file has cost until now, with all that is nested in it. */
export class Budget {
  #entries = 0
  #damaged = 0
  #inflated = 0
  #held = 0
  readonly #until: number
  readonly #most: number

  readonly limits: ScanLimits
  readonly #elapsed: () => number

  constructor(limits: ScanLimits, fileSize: number | null, elapsed: () => number) {
    this.limits = limits
    this.#elapsed = elapsed
    this.#until = elapsed() + limits.millis
    const byRatio = fileSize === null ? Number.POSITIVE_INFINITY : fileSize * limits.ratio
    this.#most = Math.min(limits.inflatedBytes, Math.max(limits.ratioFloorBytes, byRatio))
  }

  get entries(): number {
    return this.#entries
  }

  /** Throws OverBudget. */
  entry(): void {
    if (++this.#entries > this.limits.entries) {
      throw new OverBudget('too-many', `more than ${this.limits.entries} entries, nested ones counted`)
    }
    if ((this.#entries & 0x3ff) === 0) this.#checkTime()
  }

  /** Counts a stream that could not be undone. Throws OverBudget. */
  damaged(): void {
    if (++this.#damaged > this.limits.damaged) {
      throw new OverBudget('too-many', `more than ${this.limits.damaged} damaged entries, nested ones counted`)
    }
  }

  /** Counts uncompressed bytes. Throws OverBudget. */
  inflated(bytes: number): void {
    this.#inflated += bytes
    if (this.#inflated > this.#most) {
      throw new OverBudget('too-large', `more than ${this.#most} bytes come out of it, nested archives counted`)
    }
    this.#checkTime()
  }

  /** Whether so many bytes more may be kept in memory; if so they are counted until {@link letGo}. */
  hold(bytes: number): boolean {
    if (this.#held + bytes > this.limits.memoryBytes) return false
    this.#held += bytes
    return true
  }

  letGo(bytes: number): void {
    this.#held -= bytes
  }

  /** The pieces as they are; who takes them for long and gives nothing is stopped. Throws OverBudget. */
  *watched(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
    for (const piece of pieces) {
      this.#checkTime()
      yield piece
    }
  }

  /** The same for what is read at any place. */
  watchedBytes(bytes: Bytes): Bytes {
    return {
      size: bytes.size,
      read: (offset, length) => {
        this.#checkTime()
        return bytes.read(offset, length)
      },
    }
  }

  /** The pieces, counted. */
  *counted(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
    for (const piece of pieces) {
      this.inflated(piece.length)
      yield piece
    }
  }

  #checkTime(): void {
    if (this.#elapsed() > this.#until) {
      throw new OverBudget('too-slow', `it took longer than ${this.limits.millis / 1000} seconds`)
    }
  }
}
