import type { Instant } from './instant.ts'
import type { Token } from './token.ts'

/** By which protocol something reached a listener, told from its first bytes and never from the port. */
export type Channel = 'dns' | 'ldap' | 'ldaps' | 'rmi' | 'http' | 'https' | 'unknown'

/** An address and port, as the socket gives them; IPv6 without brackets, IPv4-mapped forms already unmapped. */
export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** Something reached our listener. It is recorded before it is understood, so `token` may be absent. */
export interface Interaction {
  /** Ordinal in the listener's journal, from 1, without holes. */
  readonly seq: number
  readonly channel: Channel
  readonly transport: 'udp' | 'tcp'
  readonly at: Instant
  readonly peer: Endpoint
  readonly local: Endpoint
  /**
   * What was done, in the protocol's own word: a DNS query type (`A`, `TXT`), `connect`, `bind`, `search`,
   * `lookup`, `client-hello`, an HTTP method. What was not understood is `bytes`, `malformed`, `oversized` or, when
   * the connection ended before the message did, `unfinished`.
   */
  readonly did: string
  /** What was asked for: the DNS name, the base DN, the RMI name, the SNI host, HTTP host and path. `null` if nothing was yet. */
  readonly asked: string | null
  /** The valid token in `asked`, if there is one under the listener's keys. */
  readonly token: Token | null
  /** The first 4 KiB as received, kept as evidence and never interpreted as code. */
  readonly raw: Uint8Array
}
