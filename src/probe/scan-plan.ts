import type { Intent, Millis } from '../core/index.ts'
import type { LookupForm, LookupScheme } from '../lookup/index.ts'
import type { InjectionPoint, PlaceOptions } from './point.ts'

/** A form, the provider it names, and what the listener should do for whoever evaluates it. */
export interface FormUse {
  readonly form: LookupForm
  readonly scheme: LookupScheme
  readonly intent: Intent
}

/** Everything that decides what is sent to each target. Two runs with equal plans send the same. */
export interface ScanPlan {
  readonly places: PlaceOptions
  readonly points: readonly InjectionPoint[]
  /** What every place is filled with. */
  readonly first: readonly FormUse[]
  /** What is sent, once, to the first place of a target that called back. Empty: no escalation. */
  readonly confirm: readonly FormUse[]
  /** Most requests that one target may get; `null` for as many as the places need. */
  readonly maxRequests: number | null
  /** How often a request is sent again after its connection broke before an answer. */
  readonly retries: number
  /** How long to listen after the last request of a target. */
  readonly waitMs: Millis
  /** How many redirects of one target are followed, each only within scope. */
  readonly maxRedirects: number
}
