import { exitCodeOf, type Finding, isAlarm, problem, type Severity } from '../core/index.ts'

/** What `--fail-on` takes, the most severe first; each means itself and everything before it. */
export const failureThresholds = ['critical', 'high', 'medium', 'low', 'gap'] as const
export type FailureThreshold = (typeof failureThresholds)[number]

export const failOnUnknown = problem('REPORT_FAIL_ON_UNKNOWN', (word: string) => ({
  message: `--fail-on does not know ${JSON.stringify(word)}`,
  hint: `Choose one of ${failureThresholds.join(', ')}.`,
}))

/** Throws REPORT_FAIL_ON_UNKNOWN. */
export function readFailureThreshold(word: string): FailureThreshold {
  const found = failureThresholds.find((threshold) => threshold === word)
  if (found === undefined) throw failOnUnknown(word)
  return found
}

/** What the exit code follows from; it does not grow with the number of findings. */
export interface Outcome {
  /** Findings that claim that something is vulnerable now, or attacked, by severity. */
  readonly alarms: Readonly<Partial<Record<Severity, number>>>
  /** Findings that nothing is known to affect, but of which an advisory could not be judged. */
  readonly unknown: number
  readonly gaps: number
}

/** Counts findings and gaps as they come. */
export class OutcomeCount implements Outcome {
  readonly alarms: Partial<Record<Severity, number>> = {}
  unknown = 0
  gaps = 0

  finding(finding: Finding): void {
    const { cves, severity } = finding
    if (isAlarm(finding)) this.alarms[severity] = (this.alarms[severity] ?? 0) + 1
    else if (cves.some(({ status }) => status === 'under_investigation')) this.unknown++
  }

  gap(): void {
    this.gaps++
  }
}

/**
 * The exit code of a run under `--fail-on`. Without it everything that is vulnerable or attacked counts. With a severity, what is
 * less severe no longer makes a run fail. `gap` counts everything, gaps too. What could not be examined or
 * judged is never passed over: without `gap` it still is 2, where nothing makes it 1.
 */
export function exitCodeUnder(threshold: FailureThreshold | null, { alarms, unknown, gaps }: Outcome): 0 | 1 | 2 {
  const all = Object.values(alarms).reduce((sum, n) => sum + n, 0)
  const open = unknown + gaps
  if (threshold === null) return exitCodeOf(all, open)
  if (threshold === 'gap') return exitCodeOf(all + open, 0)
  const counted = failureThresholds.slice(0, failureThresholds.indexOf(threshold) + 1)
  const failing = counted.reduce((sum, each) => sum + (each === 'gap' ? 0 : (alarms[each] ?? 0)), 0)
  return exitCodeOf(failing, open)
}
