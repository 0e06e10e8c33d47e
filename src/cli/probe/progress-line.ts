import { bar } from '../progress.ts'

/** What a progress line shows of a scan that runs. */
export interface ScanProgress {
  readonly elapsedMs: number
  readonly requests: number
  readonly callbacks: number
  readonly proven: number
  readonly targetsDone: number
  readonly targetsBegun: number
  /** Time left of the wait for late callbacks; `null` while requests are still sent. */
  readonly waitLeftMs: number | null
  readonly waitMs: number
}

export function progressLine(now: ScanProgress): string {
  const rate = now.elapsedMs > 0 ? Math.round((now.requests * 1_000) / now.elapsedMs) : 0
  const counts = `${now.targetsDone}/${now.targetsBegun} targets, ${now.requests} requests (${rate}/s), ${now.callbacks} callbacks, ${now.proven} proven`
  if (now.waitLeftMs === null) return counts
  const share = now.waitMs === 0 ? 1 : 1 - now.waitLeftMs / now.waitMs
  return `${bar(share, 20)} waiting ${Math.ceil(now.waitLeftMs / 1_000)} s for late callbacks; ${counts}`
}
