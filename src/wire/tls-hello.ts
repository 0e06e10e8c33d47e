import { printable } from './printable.ts'
import { incomplete, malformed, oversized, type Reading } from './reading.ts'

/** What a TLS client says in clear before anything is encrypted (RFC 8446 section 4.1.2). */
export interface ClientHello {
  /** Host name of the SNI extension (RFC 6066 section 3), or `null`. */
  readonly serverName: string | null
  /** Protocols of the ALPN extension (RFC 7301), in the client's order; empty if it has none. */
  readonly protocols: readonly string[]
}

const handshakeRecord = 0x16
const clientHello = 1
/** A hello may be cut into records (RFC 8446 section 5.1); no client cuts it into more than a few. */
const maxRecords = 64
const maxRecordBytes = 16_384

/** Whether `head` can be the beginning of a ClientHello; `null` while it is too short to tell. */
export function looksLikeClientHello(head: Uint8Array): boolean | null {
  if (head[0] !== handshakeRecord || (head.length > 1 && head[1] !== 3)) return false
  return head.length < 2 ? null : true
}

/** Reads a ClientHello from the front of a stream, put together from its records. */
export function readClientHello(bytes: Uint8Array, maxBytes: number): Reading<ClientHello> {
  const fragments = readFragments(bytes, maxBytes)
  if (fragments.is !== 'read') return fragments
  const hello = helloOf(join(fragments.value).subarray(4))
  return hello === null ? malformed('a ClientHello whose fields overlap its end') : { ...fragments, value: hello }
}

/** The handshake fragments that hold the whole message, header included. */
function readFragments(bytes: Uint8Array, maxBytes: number): Reading<readonly Uint8Array[]> {
  const fragments: Uint8Array[] = []
  let size = 0
  let wanted = 4
  for (let at = 0; size < wanted; ) {
    if (fragments.length === maxRecords) return malformed(`a ClientHello in more than ${maxRecords} records`)
    const type = bytes[at]
    if (type !== undefined && type !== handshakeRecord) return malformed(`TLS record of type ${type}`)
    if (bytes.length < at + 5) return incomplete
    const length = u16(bytes, at + 3)
    if (length === 0 || length > maxRecordBytes) return malformed(`TLS record of ${length} bytes`)
    const there = bytes.subarray(at + 5, at + 5 + length)
    if (size === 0 && there.length > 0 && there[0] !== clientHello) return malformed('no ClientHello')
    fragments.push(there)
    size += there.length
    if (size >= 4 && wanted === 4) {
      const start = join(fragments)
      wanted = 4 + (start[1] ?? 0) * 65_536 + u16(start, 2)
      if (wanted > maxBytes) return oversized
    }
    if (there.length < length) return incomplete
    at += 5 + length
    if (size >= wanted) return { is: 'read', value: fragments, length: at }
  }
  return incomplete
}

/** Version, random, session, ciphers, compressions, extensions: `null` if a length reaches beyond the end. */
function helloOf(body: Uint8Array): ClientHello | null {
  let at = 2 + 32
  at += 1 + (body[at] ?? 0)
  at += 2 + u16(body, at)
  at += 1 + (body[at] ?? 0)
  if (at > body.length) return null
  if (at === body.length) return { serverName: null, protocols: [] }
  if (at + 2 + u16(body, at) > body.length) return null

  const extensions = body.subarray(at + 2, at + 2 + u16(body, at))
  let serverName: string | null = null
  let protocols: readonly string[] = []
  for (let i = 0; i + 4 <= extensions.length; ) {
    const data = extensions.subarray(i + 4, i + 4 + u16(extensions, i + 2))
    if (data.length < u16(extensions, i + 2)) return null
    if (u16(extensions, i) === 0) serverName = hostIn(data)
    if (u16(extensions, i) === 16) protocols = protocolsIn(data)
    i += 4 + data.length
  }
  return { serverName, protocols }
}

/** A list of names; the first of type 0 is the host. */
function hostIn(data: Uint8Array): string | null {
  for (let i = 2; i + 3 <= data.length; ) {
    const length = u16(data, i + 1)
    if (data[i] === 0) return printable(data.subarray(i + 3, i + 3 + length))
    i += 3 + length
  }
  return null
}

function protocolsIn(data: Uint8Array): readonly string[] {
  const protocols: string[] = []
  for (let i = 2; i < data.length; i += 1 + (data[i] ?? 0)) {
    protocols.push(printable(data.subarray(i + 1, i + 1 + (data[i] ?? 0))))
  }
  return protocols
}

function join(fragments: readonly Uint8Array[]): Uint8Array {
  const [first] = fragments
  if (first !== undefined && fragments.length === 1) return first
  const joined = new Uint8Array(fragments.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const fragment of fragments) {
    joined.set(fragment, at)
    at += fragment.length
  }
  return joined
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
}
