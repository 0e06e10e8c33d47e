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
  while (parts.length > 1 && parts.join(', ').length > columns) parts.pop()
  return parts.join(', ').slice(0, columns)
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
