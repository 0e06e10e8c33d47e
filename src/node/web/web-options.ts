import type { Clock } from '../../core/index.ts'
import type { Destination } from '../../probe/index.ts'

export interface WebOptions {
  /** Requests under way at once, those that still connect not counted. */
  readonly concurrency: number
  /** Connections being opened at once: each costs a file descriptor, and dead hosts hold theirs until the timeout. */
  readonly maxConnecting: number
  readonly connectTimeoutMs: number
  /** From the first byte sent to the last of the answer. */
  readonly answerTimeoutMs: number
  /** Bytes of an answer's body that are read at most. */
  readonly maxAnswerBytes: number
  /** Refuse targets whose certificate is not accepted, instead of reporting it. */
  readonly strictTls: boolean
  /** PEM texts. */
  readonly clientCertificate: { readonly cert: string; readonly key: string } | null
  readonly proxy: { readonly host: string; readonly port: number; readonly authorization: string | null } | null
  /** Asked for every connection, after resolution: `null`, or why this address may not be contacted. */
  admit(to: Destination, address: string): string | null
  readonly clock: Clock
}

export const defaultWebLimits = {
  concurrency: 256,
  maxConnecting: 2_000,
  connectTimeoutMs: 8_000,
  answerTimeoutMs: 8_000,
  maxAnswerBytes: 65_536,
} as const
