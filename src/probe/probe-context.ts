import type { Clock, Gap, Seal } from '../core/index.ts'
import type { Digest } from './conclude.ts'
import type { ProbeJournal } from './journal.ts'
import type { Callbacks, Destination, Web } from './ports.ts'
import type { HttpRequest } from './request.ts'
import type { ScanPlan } from './scan-plan.ts'

/** What the runs of all targets of one scan share. */
export interface ProbeContext {
  readonly plan: ScanPlan
  /** Number of the scan; it is in every token. */
  readonly scan: number
  readonly seal: Seal
  readonly digest: Digest
  readonly web: Web
  readonly callbacks: Callbacks
  readonly clock: Clock
  readonly journal: ProbeJournal
  readonly pace: Pace
  /** Aborted when the operator stops the scan. */
  readonly signal: AbortSignal
  /** The request to a URL before anything is injected, or why that URL may not be asked. */
  open(url: string): Opened
  /** Live counters for a progress line, by one if not told otherwise; results count by themselves. */
  count(what: LiveCounter, by?: number): void
}

/** `delivered` counts payloads: one place may get several. */
export type LiveCounter = 'requests' | 'delivered' | 'callbacks' | 'targetsBegun' | 'targetsDone'

export type Opened =
  | { readonly url: string; readonly destination: Destination; readonly base: HttpRequest }
  | { readonly gap: Gap }

/** Holds work back so that no host gets more requests at once, and the network no more a second, than allowed. */
export interface Pace {
  run<T>(host: string, work: () => Promise<T>): Promise<T>
}
