import type { Endpoint, Instant, Interaction, Millis } from '../core/index.ts'

/** The doors that the probe engine needs; `node` implements them, tests fake them. */

/** Where a request goes: resolved and admitted before a packet leaves. */
export interface Destination {
  readonly secure: boolean
  /** As written in the URL, for `Host` and SNI. */
  readonly host: string
  readonly port: number
}

/** One request ready to be written: the exact bytes, head and body. */
export interface Outgoing {
  readonly to: Destination
  readonly bytes: Uint8Array
  /** `HEAD` answers have no body. */
  readonly method: string
}

/** What became of one request. */
export type Outcome =
  | {
      readonly is: 'answered'
      readonly status: number
      /** `Location`, if there was one. */
      readonly location: string | null
      readonly sentAt: Instant
      readonly tookMs: Millis
      readonly peer: Endpoint
      /** `null` over plain HTTP; otherwise whether the certificate was accepted, and if not, why. */
      readonly certificate: { readonly accepted: boolean; readonly because: string | null } | null
    }
  | {
      readonly is: 'failed'
      readonly because:
        | 'timed-out'
        | 'unreachable'
        | 'unresolvable'
        | 'connection-lost'
        | 'malformed'
        | 'certificate-refused'
        | 'out-of-scope'
        | 'interrupted'
      /** Whether the connection was ever open: a host that never answered is not tried again. */
      readonly connected: boolean
      readonly detail: string
      readonly sentAt: Instant
      readonly tookMs: Millis
      readonly peer: Endpoint | null
    }

/** Sends requests. Never rejects: what goes wrong is an outcome. Limits (time, answer size) are its own options. */
export interface Web {
  send(request: Outgoing, signal: AbortSignal): Promise<Outcome>
}

/** Where callbacks arrive: our own listener in this process, or a remote `fireline catch`. */
export interface Callbacks {
  /** Calls `hear` once for each interaction with a token of this scan, in the listener's order, duplicates included. */
  subscribe(hear: (interaction: Interaction) => void): void
  /** The host and ports that payloads sent to `peer` must name, so that the target can reach the listener. */
  addressFor(destination: Destination): Promise<CallbackAddress>
}

export interface CallbackAddress {
  /** The zone that we are authoritative for, or `null`: then the target is given our address. */
  readonly zone: string | null
  /** An address literal that the target can reach. */
  readonly address: string
  /** UDP port of our DNS listener. */
  readonly dnsPort: number
  /** TCP port that tells protocols apart by first bytes. */
  readonly tcpPort: number
}
