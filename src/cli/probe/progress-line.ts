import { bar } from '../progress.ts'

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

const barWidth = 20

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
  while (parts.length > 1 && parts.join(', ').length > columns) parts.pop()
  return parts.join(', ').slice(0, columns)
}

function sending({ targetsDone, targetsBegun, allBegun, elapsedMs }: ScanProgress): readonly string[] {
  if (!allBegun) return [`${targetsDone} targets done, ${targetsBegun} begun`]
  const share = targetsBegun === 0 ? 0 : targetsDone / targetsBegun
  const head = `${bar(share, barWidth)} ${targetsDone}/${targetsBegun} targets`
  if (targetsDone === 0) return [head]
  return [head, `about ${showSpan((elapsedMs * (targetsBegun - targetsDone)) / targetsDone)} left`]
}

function waiting({ waitMs }: ScanProgress, leftMs: number): readonly string[] {
  const share = waitMs === 0 ? 1 : 1 - leftMs / waitMs
  return [`${bar(share, barWidth)} ${showSpan(leftMs)} left for late callbacks`]
}

/** `8 s`, `3 min`, `2 h`: rounded up, so that nothing is promised too early. */
function showSpan(ms: number): string {
  const s = Math.ceil(ms / 1_000)
  if (s < 120) return `${s} s`
  return s < 7_200 ? `${Math.ceil(s / 60)} min` : `${Math.ceil(s / 3_600)} h`
}
