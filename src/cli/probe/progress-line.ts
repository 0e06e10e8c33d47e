import { bar, fitted, showSpan } from '../progress-words.ts'

/** What a progress line shows of a scan that runs. */
export interface ScanProgress {
  readonly elapsedMs: number
  readonly requests: number
  readonly delivered: number
  readonly callbacks: number
  readonly proven: number
  readonly targetsDone: number
  readonly targetsBegun: number
  /** Whether `targetsBegun` is all there are: the lists are read to their end. */
  readonly allBegun: boolean
  /** Time left of the wait for late callbacks; `null` while requests are still sent. */
  readonly waitLeftMs: number | null
  readonly waitMs: number
}

/** One line of at most `columns`: what says least is left out first. */
export function progressLine(now: ScanProgress, columns: number): string {
  const rate = now.elapsedMs > 0 ? Math.round((now.requests * 1_000) / now.elapsedMs) : 0
  const parts = [
    ...(now.waitLeftMs === null ? sending(now) : waiting(now, now.waitLeftMs)),
    `${now.callbacks} callbacks`,
    `${now.proven} proven`,
    `${rate} requests/s`,
    `${now.delivered} delivered`,
    `${now.requests} requests`,
  ]
  return fitted(parts, columns)
}

function sending({ targetsDone, targetsBegun, allBegun, elapsedMs }: ScanProgress): readonly string[] {
  if (!allBegun) return [`${targetsDone} targets done, ${targetsBegun} begun`]
  const share = targetsBegun === 0 ? 0 : targetsDone / targetsBegun
  const head = `${bar(share)} ${targetsDone}/${targetsBegun} targets`
  if (targetsDone === 0) return [head]
  return [head, `about ${showSpan((elapsedMs * (targetsBegun - targetsDone)) / targetsDone)} left`]
}

function waiting({ waitMs }: ScanProgress, leftMs: number): readonly string[] {
  const share = waitMs === 0 ? 1 : 1 - leftMs / waitMs
  return [`${bar(share)} ${showSpan(leftMs)} left for late callbacks`]
}
