import type { Endpoint } from '../../../core/index.ts'

export const syslogTransports = ['udp', 'tcp', 'tls'] as const
/** RFC 5426, RFC 6587, RFC 5425. */
export type SyslogTransport = (typeof syslogTransports)[number]

/** A port on which syslog is taken; port 0 takes a free one. */
export interface SyslogPort extends Endpoint {
  readonly transport: SyslogTransport
}

/** PEM texts. */
export interface SyslogTls {
  readonly cert: string
  readonly key: string
  /** Who signs the certificates of those who may send; `null`: whoever connects may. */
  readonly clientCa: string | null
}

export interface SyslogRequest {
  readonly ports: readonly SyslogPort[]
  /** Needed where a port takes TLS. */
  readonly tls: SyslogTls | null
  readonly limits?: Partial<SyslogLimits>
  /** Called when all ports are open, with their numbers. */
  readonly onOpen?: (ports: readonly SyslogPort[]) => void
}

/** What is taken of the world at most. */
export interface SyslogLimits {
  /** Of one message; what is longer is cut, and told. */
  readonly messageBytes: number
  readonly connections: number
  readonly connectionsPerPeer: number
  /** From the first to the last octet of one message. */
  readonly messageMs: number
  /** A connection on which nothing came for so long is ended; senders keep theirs open. */
  readonly idleMs: number
  /** Findings that nobody has taken yet, beyond which datagrams are dropped, and counted; connections wait. */
  readonly untaken: number
}

export const defaultSyslogLimits: SyslogLimits = {
  messageBytes: 65_536,
  connections: 1_024,
  connectionsPerPeer: 256,
  messageMs: 30_000,
  idleMs: 6 * 3_600_000,
  untaken: 10_000,
}

export function showPort({ transport, address, port }: SyslogPort): string {
  return `syslog:${transport}:${address.includes(':') ? `[${address}]` : address}:${port}`
}
