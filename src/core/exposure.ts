import type { Band } from './band.ts'
import type { CveStatus, FindingId, Severity } from './claim.ts'
import type { Instant, Millis } from './instant.ts'
import type { Channel, Endpoint } from './interaction.ts'
import type { Rung } from './rung.ts'

/** Where a lookup was put: `{ kind: 'header', name: 'X-Api-Version' }`. */
export interface Point {
  readonly kind: string
  readonly name: string
}

/** One callback that a finding rests on. */
export interface CallbackEvidence {
  readonly kind: 'callback'
  readonly channel: Channel
  readonly did: string
  readonly asked: string | null
  readonly from: Endpoint
  readonly to: Endpoint
  readonly at: Instant
  /** From the moment the request was sent. */
  readonly delayMs: Millis
  /** First bytes as received, in lower-case hexadecimal. */
  readonly rawHex: string
}

/** The request that carried the payload, and how the target answered. */
export interface DeliveryEvidence {
  readonly kind: 'delivery'
  readonly payload: string
  readonly status: number | null
  readonly sentAt: Instant
}

/** What an exposure rests on. */
export type ExposureEvidence = CallbackEvidence | DeliveryEvidence

/** Who called back: the target's own address, or another machine (a resolver, a log shipper behind the target). */
export type CallbackSource = 'target' | 'resolver' | 'other'

/** What `--identify` asked the target to say of itself; a key is absent if it did not. */
export interface TargetIdentity {
  readonly hostName?: string
  readonly javaVersion?: string
  readonly os?: string
}

/** A web service that evaluates lookups in what a client sends. */
export interface ExposureFinding {
  readonly schema: 'fireline.finding/1'
  readonly id: FindingId
  readonly kind: 'exposure'
  readonly at: { readonly url: string; readonly point: Point }
  readonly proof: Rung
  /** `null` if no callback of this target told it. */
  readonly band: Band | null
  readonly callback: {
    readonly channel: Channel
    readonly from: Endpoint
    readonly source: CallbackSource
    readonly at: Instant
    readonly delayMs: Millis
  }
  /** Ports and protocols on which the target was seen to get out, such as `udp/5353 dns`. */
  readonly egress: readonly string[]
  readonly identity: TargetIdentity | null
  readonly title: string
  readonly severity: Severity
  readonly cves: readonly CveStatus[]
  /** Never empty: a claim without evidence is not a finding. */
  readonly evidence: readonly [ExposureEvidence, ...ExposureEvidence[]]
  /** Id of what made the claim. */
  readonly by: string
  readonly seenAt: Instant
  readonly remedy: string
}
