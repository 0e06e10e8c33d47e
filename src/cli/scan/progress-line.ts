import type { Fetching } from '../../node/index.ts'
import { bar } from '../progress.ts'

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

const barWidth = 20
/** Before this much is done, a guess of the time left is worth nothing. */
const leastShare = 0.02

/** One line of at most `columns`: what says least is left out first. */
export function fileProgressLine(now: FileProgress, columns: number): string {
  const rate = now.elapsedMs > 0 ? Math.round((now.files * 1_000) / now.elapsedMs) : 0
  const parts = [
    `${bar(now.share, barWidth)} ${String(Math.floor(now.share * 100)).padStart(2)} %`,
    `${now.found} found`,
    `${now.gaps} gaps`,
    ...(now.share > leastShare ? [`about ${showSpan((now.elapsedMs * (1 - now.share)) / now.share)} left`] : []),
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
    const left = share > leastShare ? [`about ${showSpan((total - received) / perMs)} left`] : []
    const head = `${bar(share, barWidth)} ${String(Math.floor(share * 100)).padStart(2)} % of ${name}`
    return fitted([head, ...left, `${showBytes(received)} of ${showBytes(total)}`, rate], columns)
  }
}

/** Of a reference, its end says most. */
const longestName = 40

function fitted(parts: readonly string[], columns: number): string {
  const kept = [...parts]
  while (kept.length > 1 && kept.join(', ').length > columns) kept.pop()
  return kept.join(', ').slice(0, columns)
}

/** `8 s`, `3 min`, `2 h`: rounded up, so that nothing is promised too early. */
function showSpan(ms: number): string {
  const s = Math.ceil(ms / 1_000)
  if (s < 120) return `${s} s`
  return s < 7_200 ? `${Math.ceil(s / 60)} min` : `${Math.ceil(s / 3_600)} h`
}

function showBytes(bytes: number): string {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
