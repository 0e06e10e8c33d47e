import type { ExposureFinding, Gap, Instant, Interaction } from '../core/index.ts'
import type { CallbackAddress, Outcome } from './ports.ts'

/**
 * What a scan writes down as it goes, so that it can be killed at any instant and resumed: an answer that was
 * recorded is not asked for again, and a target that is done is not touched again.
 */
export type ProbeRecord =
  | {
      readonly t: 'scan'
      readonly scan: number
      readonly startedAt: Instant
      /** Digest of the options that decide what is sent; a resumed scan must have the same. */
      readonly plan: string
      /** Where the payloads already sent point to; a resumed scan must listen there again. */
      readonly listener: CallbackAddress | null
    }
  | { readonly t: 'target'; readonly i: number; readonly url: string }
  | { readonly t: 'answer'; readonly i: number; readonly request: string; readonly outcome: Outcome }
  | { readonly t: 'callback'; readonly i: number; readonly interaction: Interaction }
  | { readonly t: 'done'; readonly i: number; readonly result: TargetResult }

/** The door to the journal. `append` returns once the record would survive the end of this process. */
export interface ProbeJournal {
  append(record: ProbeRecord): void
  /** What an earlier run of the same scan recorded about the target, or `null` if it never came to it. */
  recall(target: number): RecordedTarget | null
}

export interface RecordedTarget {
  readonly url: string
  /** Outcomes by request name; see `TargetRun`. */
  readonly answers: ReadonlyMap<string, Outcome>
  readonly callbacks: readonly Interaction[]
  readonly result: TargetResult | null
}

/** What is told of one target when it is done. */
export interface TargetResult {
  readonly findings: readonly ExposureFinding[]
  readonly gaps: readonly Gap[]
  /** Worth knowing, and no gap: what was wrong with a certificate that was taken all the same. */
  readonly notes: readonly string[]
  readonly tally: Tally
}

/** Counters of one target; those of a run are their sums. */
export interface Tally {
  readonly requests: number
  readonly pointsDelivered: number
  readonly pointsNotDelivered: number
  readonly pointsProven: number
  readonly callbacks: number
  /** 1 if the target was proven to evaluate lookups. */
  readonly targetsProven: number
  /** 1 if everything was delivered and nothing called back: unknown, never safe. */
  readonly targetsUnknown: number
  /** 1 if no request reached it. */
  readonly targetsNotReached: number
}
