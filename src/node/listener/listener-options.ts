import type { Clock, Endpoint, Interaction, Seal } from '../../core/index.ts'

/** What a listener takes of the world at most. What is over a limit is shed, and counted. */
export interface ListenerLimits {
  /** TCP connections open at once. */
  readonly maxConnections: number
  /** Of them, from one address. */
  readonly maxPerPeer: number
  /** A connection on which nothing arrives for this long is ended. */
  readonly idleMs: number
  /** A connection is ended after this long, whatever arrives. */
  readonly totalMs: number
  /** Largest message that is kept while it is incomplete. */
  readonly maxMessageBytes: number
}

export const defaultListenerLimits: ListenerLimits = {
  maxConnections: 10_000,
  maxPerPeer: 1_000,
  idleMs: 15_000,
  totalMs: 60_000,
  maxMessageBytes: 65_536,
}

/** Where interactions are written down. `record` returns once they would survive the end of this process. */
export interface Recorder {
  /** The number that the next interaction gets. */
  readonly nextSeq: number
  record(interactions: readonly Interaction[]): void
}

export interface ListenerOptions {
  /** Addresses and UDP ports for DNS; the same TCP port is opened too. Port 0 takes a free one. */
  readonly dns: readonly Endpoint[]
  /** Addresses and TCP ports on which any protocol may arrive. */
  readonly tcp: readonly Endpoint[]
  readonly zone: string | null
  readonly publicAddresses: readonly string[]
  /** The keys whose tokens are ours. */
  readonly seals: readonly Seal[]
  readonly recorder: Recorder | null
  readonly limits: ListenerLimits
  readonly clock: Clock
}

/** Why a connection was turned away or ended by us. */
export type ShedReason = 'connections' | 'per-peer' | 'idle' | 'total-time'

export interface ListenerStats {
  /** Interactions by channel. */
  readonly byChannel: Readonly<Record<string, number>>
  readonly withToken: number
  readonly shed: Readonly<Record<ShedReason, number>>
  readonly openConnections: number
  readonly socketErrors: number
}

export interface Listener {
  /** As bound: ports are never 0. */
  readonly dns: readonly Endpoint[]
  readonly tcp: readonly Endpoint[]
  /** Called for every interaction, after it was recorded and before it is answered. */
  subscribe(hear: (interaction: Interaction) => void): void
  stats(): ListenerStats
  close(): Promise<void>
}
