import { fitted, shareShown, showBytes, timeLeft } from '../progress-words.ts'

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

/** One line of at most `columns`: what says least is left out first. */
export function huntProgressLine(now: HuntProgress, columns: number): string {
  const share = now.totalBytes > 0 && now.isWhole ? Math.min(1, now.bytes / now.totalBytes) : null
  const rate = now.elapsedMs > 0 ? (now.unpackedBytes * 1_000) / now.elapsedMs : 0
  const parts = [
    ...(share === null ? [] : [shareShown(share)]),
    `${now.found} found`,
    `${now.gaps} gaps`,
    ...(share === null ? [] : timeLeft(now.elapsedMs, share)),
    now.totalBytes > 0 ? `${showBytes(now.bytes)} of ${showBytes(now.totalBytes)}` : showBytes(now.bytes),
    `${showBytes(rate)}/s`,
    ...(now.at === null ? [] : [now.at]),
  ]
  return fitted(parts, columns)
}
