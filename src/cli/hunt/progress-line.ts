import { bar } from '../progress.ts'

/** What a progress line shows of a hunt in logs. */
export interface HuntProgress {
  readonly elapsedMs: number
  /** As files lie on disk. */
  readonly bytes: number
  /** Of what was listed; 0 where nobody knows, as of a stream. */
  readonly totalBytes: number
  /** Whether all of it was listed. */
  readonly isWhole: boolean
  readonly unpackedBytes: number
  readonly found: number
  readonly gaps: number
  /** A file that takes long; `null`: none does. */
  readonly at: string | null
}

const barWidth = 20
/** Before this much is done, a guess of the time left is worth nothing. */
const leastShare = 0.02

/** One line of at most `columns`: what says least is left out first. */
export function huntProgressLine(now: HuntProgress, columns: number): string {
  const share = now.totalBytes > 0 && now.isWhole ? Math.min(1, now.bytes / now.totalBytes) : null
  const rate = now.elapsedMs > 0 ? (now.unpackedBytes * 1_000) / now.elapsedMs : 0
  const parts = [
    ...(share === null ? [] : [`${bar(share, barWidth)} ${String(Math.floor(share * 100)).padStart(2)} %`]),
    `${now.found} found`,
    `${now.gaps} gaps`,
    ...(share !== null && share > leastShare ? [`about ${showSpan((now.elapsedMs * (1 - share)) / share)} left`] : []),
    now.totalBytes > 0 ? `${showBytes(now.bytes)} of ${showBytes(now.totalBytes)}` : showBytes(now.bytes),
    `${showBytes(rate)}/s`,
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
