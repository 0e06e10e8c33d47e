import type { Instant } from '../../core/index.ts'
import type { Awaited, HostIndex } from './host-index.ts'

/** How strong it is: a name that was asked for could have been asked for by a URL scanner; a connection is one. */
export type OutboundKind = 'name-asked' | 'connection' | 'callback'

/** A record of another log that shows that a callback host was asked for, or connected to. */
export interface Outbound {
  readonly kind: OutboundKind
  readonly host: string
  /** What the record shows, in a few words. */
  readonly says: string
  readonly attempts: readonly Awaited[]
}

/**
 * What a record that names a callback host shows. `null`: nothing; it is an attack itself, says that it was blocked, or
 * comes at another time. `text` is the record, `when` its time.
 */
export function outboundIn(text: string, host: string, when: Instant | null, index: HostIndex): Outbound | null {
  if (/\$\{|%24%7b|\\u0024/i.test(text) || !standsAlone(text, host)) return null
  const attempts = index.before(host, when)
  if (attempts.length === 0) return null
  const refused = refusals.test(text)
  const kind = refused ? null : kindOf(text, host, attempts)
  if (kind === null) return null
  return { kind, host, says: says[kind](host), attempts }
}

const says: Readonly<Record<OutboundKind, (host: string) => string>> = {
  'name-asked': (host) => `${host} was asked for by name`,
  connection: (host) => `a connection to ${host} was made`,
  callback: (host) => `${host} was called back`,
}

/** Firewalls and proxies that held it up: then it did not get out. */
const refusals =
  /\b(?:DROP(?:PED)?|DENY|DENIED|BLOCK(?:ED)?|REJECT(?:ED)?|sinkhole[d]?|NXDOMAIN by policy|TCP_DENIED)\b/i

const nameWords =
  /\b(?:query|queried|queries|qname|dns|resolv\w*|named|unbound|dnsmasq|IN (?:A|AAAA|TXT|SRV)|rrname|qtype)\b/i
const connectionWords =
  /\b(?:connect\w*|conn|flow|established|allow(?:ed)?|accept(?:ed)?|permit(?:ted)?|SYN|dst|dest(?:ination)?(?:_?ip)?|dpt|id\.resp_h|bytes_to(?:server|client)|TCP_TUNNEL|CONNECT)\b/i

function kindOf(text: string, host: string, attempts: readonly Awaited[]): OutboundKind | null {
  const ports = attempts.flatMap(({ port }) => port ?? [])
  const hasPort = ports.some((port) => new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text))
  if (hasPort && connectionWords.test(text)) return 'connection'
  if (nameWords.test(text)) return 'name-asked'
  return connectionWords.test(text) && isAddress(host) ? 'connection' : null
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':')
}

/** Not as a part of a longer address, and for names not with more labels behind it. */
function standsAlone(text: string, host: string): boolean {
  const lower = text.toLowerCase()
  for (let at = lower.indexOf(host); at >= 0; at = lower.indexOf(host, at + 1)) {
    const before = lower[at - 1] ?? ' '
    const after = lower.slice(at + host.length, at + host.length + 2)
    if (!/[\w-]/.test(before) && !/^(?:[\w-]|\.\w)/.test(after) && !(isAddress(host) && before === '.')) return true
  }
  return false
}
