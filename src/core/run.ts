import type { Campaign } from './campaign.ts'
import type { Instant } from './instant.ts'

/** What is known of a run when it starts. */
export interface RunHeader {
  readonly verb: 'probe' | 'scan' | 'fix' | 'hunt'
  readonly tool: { readonly name: 'fireline'; readonly version: string }
  readonly startedAt: Instant
}

/** What is known of a run when it has ended. */
export interface RunSummary {
  readonly endedAt: Instant
  /** `false` if it was stopped before everything was tried. */
  readonly complete: boolean
  /** What an operator should know beside findings and gaps, such as a certificate that was not accepted. */
  readonly notes: readonly string[]
  /** Counters of the verb, flat, in the order in which they are shown. */
  readonly stats: Readonly<Record<string, number>>
  /** Of a hunt: attacks that belong together, the furthest and the largest first. */
  readonly campaigns?: readonly Campaign[]
}

/**
 * The exit code of a run: 1 something is vulnerable or attacked, 2 nothing is but something could not be examined, 0 neither.
 * 1 wins over 2. Problems exit with 3, before or instead of a result.
 */
export function exitCodeOf(alarms: number, gaps: number): 0 | 1 | 2 {
  if (alarms > 0) return 1
  return gaps > 0 ? 2 : 0
}
