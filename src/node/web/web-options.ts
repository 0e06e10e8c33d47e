import { readFileSync } from 'node:fs'
import type { Clock } from '../../core/index.ts'
import type { Destination } from '../../probe/index.ts'

export interface WebOptions {
  /** Requests under way at once, those that still connect not counted. */
  readonly concurrency: number
  /** Connections being opened at once: each costs a file descriptor, and dead hosts hold theirs until the timeout. */
  readonly maxConnecting: number
  /** For the handshakes of TCP, proxy and TLS together. */
  readonly connectTimeoutMs: number
  /** From the first byte sent to the last of the answer. */
  readonly answerTimeoutMs: number
  /** Bytes of an answer's body that are read at most. */
  readonly maxAnswerBytes: number
  /** Refuse targets whose certificate is not accepted, instead of reporting it. */
  readonly strictTls: boolean
  /** PEM texts. */
  readonly clientCertificate: { readonly cert: string; readonly key: string } | null
  readonly proxy: ProxyAddress | null
  /** Asked for every connection, after resolution: `null`, or why this address may not be contacted. */
  admit(to: Destination, address: string): string | null
  readonly clock: Clock
}

/** An HTTP proxy that understands CONNECT. */
export interface ProxyAddress {
  readonly host: string
  readonly port: number
  /** The value of `Proxy-Authorization`. */
  readonly authorization: string | null
}

export const defaultWebLimits = {
  concurrency: 256,
  maxConnecting: 2_000,
  connectTimeoutMs: 8_000,
  answerTimeoutMs: 8_000,
  maxAnswerBytes: 65_536,
} as const

/** `http://user:password@host:port`; `null` if it is not such a URL. */
export function readProxyUrl(text: string): ProxyAddress | null {
  if (!URL.canParse(text)) return null
  const { protocol, hostname, port, username, password } = new URL(text)
  // A percent sign that starts no escape is no such URL either (RFC 3986 section 2.1).
  if (protocol !== 'http:' || hostname === '' || /%(?![0-9a-f]{2})/i.test(username + password)) return null
  const credentials = Buffer.from(`${unescaped(username)}:${unescaped(password)}`, 'latin1').toString('base64')
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 80 : Number(port),
    authorization: username === '' ? null : `Basic ${credentials}`,
  }
}

/** Byte for byte, because escapes that are no UTF-8 are allowed too. */
function unescaped(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}

/** File descriptors that this process may hold, as Linux tells it; elsewhere Node has raised the limit to the hard one. */
export function openFileLimit(): number {
  try {
    const [, soft = ''] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return soft === '' ? Number.POSITIVE_INFINITY : Number(soft)
  } catch {
    // Not Linux, or no /proc: nothing is known, so the option alone limits.
    return Number.POSITIVE_INFINITY
  }
}
