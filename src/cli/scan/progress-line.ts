import type { Fetching } from '../../node/index.ts'
import { fitted, shareShown, showBytes, timeLeft } from '../progress-words.ts'

/** What a progress line shows of a scan of files. */
export interface FileProgress {
  readonly elapsedMs: number
  readonly files: number
  /** Of the archives that were opened. */
  readonly bytes: number
  readonly found: number
  readonly gaps: number
  /** From 0 to 1, guessed. */
  readonly share: number
  /** A file that takes long; `null`: none does. */
  readonly at: string | null
}

/** One line of at most `columns`: what says least is left out first. */
export function fileProgressLine(now: FileProgress, columns: number): string {
  const rate = now.elapsedMs > 0 ? Math.round((now.files * 1_000) / now.elapsedMs) : 0
  const parts = [
    shareShown(now.share),
    `${now.found} found`,
    `${now.gaps} gaps`,
    ...timeLeft(now.elapsedMs, now.share),
    `${now.files} files`,
    `${rate} files/s`,
    showBytes(now.bytes),
    ...(now.at === null ? [] : [now.at]),
  ]
  return fitted(parts, columns)
}

/** Remembers when each thing began to come, so that its rate and the time left can be told. */
export class FetchProgress {
  #what = ''
  #since = 0

  /** `now` in milliseconds of the clock that is used for all lines. */
  line({ what, received, total }: Fetching, now: number, columns: number): string {
    if (what !== this.#what) {
      this.#what = what
      this.#since = now
    }
    const perMs = received / Math.max(1, now - this.#since)
    const rate = `${showBytes(perMs * 1_000)}/s`
    const name = what.length > longestName ? `…${what.slice(1 - longestName)}` : what
    if (total === null) return fitted([`reading ${name}: ${showBytes(received)}`, rate], columns)
    const share = total === 0 ? 1 : received / total
    const left = timeLeft(now - this.#since, share)
    const head = `${shareShown(share)} of ${name}`
    return fitted([head, ...left, `${showBytes(received)} of ${showBytes(total)}`, rate], columns)
  }
}

/** Of a reference, its end says most. */
const longestName = 40
