import type { Packet } from './capture-packets.ts'
import type { Datagram, Fragment } from './fragments.ts'

/** What a packet carries, of TCP or UDP. */
export interface Segment {
  readonly transport: 'tcp' | 'udp'
  readonly from: string
  readonly to: string
  readonly fromPort: number
  readonly toPort: number
  /** Of its first byte in the stream (TCP). */
  readonly sequence: number
  readonly flags: { readonly syn: boolean; readonly ack: boolean; readonly fin: boolean; readonly rst: boolean }
  readonly payload: Uint8Array
}

/** `null`: nothing of ours. `'unknown-link'`: a kind of link whose frames are not known. */
export function segmentOf({ linkType, bytes }: Packet): Segment | Fragment | 'unknown-link' | null {
  const at = networkAt(linkType, bytes)
  if (at === 'unknown-link' || at === null) return at
  const version = (bytes[at] ?? 0) >> 4
  if (version === 4) return ofIpv4(bytes.subarray(at))
  return version === 6 ? ofIpv6(bytes.subarray(at)) : null
}

/** Where the IP header begins, by the type of link (https://www.tcpdump.org/linktypes.html). */
function networkAt(linkType: number, bytes: Uint8Array): number | 'unknown-link' | null {
  switch (linkType) {
    case 1:
      return behindTags(bytes, 12)
    case 0:
    case 108:
      return 4
    case 12:
    case 14:
    case 101:
    case 228:
    case 229:
      return 0
    case 113:
      return behindTags(bytes, 14)
    case 276:
      return 20
    default:
      return 'unknown-link'
  }
}

/** VLAN tags may stand before the type (IEEE 802.1Q, 802.1ad). */
function behindTags(bytes: Uint8Array, typeAt: number): number | null {
  for (let at = typeAt, tags = 0; tags < 4; at += 4, tags++) {
    const type = uint16(bytes, at)
    if (type === 0x0800 || type === 0x86dd) return at + 2
    if (type !== 0x8100 && type !== 0x88a8 && type !== 0x9100) return null
  }
  return null
}

/** What a datagram carries that came in fragments. */
export function segmentIn({ protocol, bytes, from, to }: Datagram): Segment | null {
  return ofTransport(protocol, bytes, from, to)
}

function ofIpv4(packet: Uint8Array): Segment | Fragment | null {
  const header = ((packet[0] ?? 0) & 15) * 4
  const total = Math.min(uint16(packet, 2) || packet.length, packet.length)
  if (header < 20 || total < header) return null
  const address = (start: number): string => [...packet.subarray(start, start + 4)].join('.')
  const [from, to, protocol] = [address(12), address(16), packet[9] ?? 0]
  const bytes = packet.subarray(header, total)
  const part = uint16(packet, 6)
  if ((part & 0x3fff) === 0) return ofTransport(protocol, bytes, from, to)
  const key = `${from} ${to} ${protocol} ${uint16(packet, 4)}`
  return { is: 'fragment', key, from, to, protocol, at: (part & 0x1fff) * 8, hasMore: (part & 0x2000) !== 0, bytes }
}

function ofIpv6(packet: Uint8Array): Segment | Fragment | null {
  if (packet.length < 40) return null
  let next = packet[6] ?? 0
  let at = 40
  // Hop-by-hop, routing and destination options (RFC 8200 section 4).
  for (let headers = 0; headers < 8 && (next === 0 || next === 43 || next === 60); headers++) {
    next = packet[at] ?? 0
    at += 8 * ((packet[at + 1] ?? 0) + 1)
  }
  const [from, to] = [showIpv6(packet, 8), showIpv6(packet, 24)]
  const bytes = packet.subarray(at, 40 + uint16(packet, 4))
  if (next !== 44) return ofTransport(next, bytes, from, to)
  const [protocol, part] = [bytes[0] ?? 0, uint16(bytes, 2)]
  const key = `${from} ${to} ${protocol} ${uint16(bytes, 4)} ${uint16(bytes, 6)}`
  const rest = bytes.subarray(8)
  return { is: 'fragment', key, from, to, protocol, at: part & 0xfff8, hasMore: (part & 1) !== 0, bytes: rest }
}

function ofTransport(protocol: number, bytes: Uint8Array, from: string, to: string): Segment | null {
  const ports = { fromPort: uint16(bytes, 0), toPort: uint16(bytes, 2) }
  if (protocol === 17 && bytes.length >= 8) {
    const flags = { syn: false, ack: false, fin: false, rst: false }
    return { transport: 'udp', from, to, ...ports, sequence: 0, flags, payload: bytes.subarray(8) }
  }
  if (protocol !== 6 || bytes.length < 20) return null
  const header = ((bytes[12] ?? 0) >> 4) * 4
  const bits = bytes[13] ?? 0
  const flags = {
    fin: (bits & 1) !== 0,
    syn: (bits & 2) !== 0,
    rst: (bits & 4) !== 0,
    ack: (bits & 16) !== 0,
  }
  const sequence = (uint16(bytes, 4) * 65_536 + uint16(bytes, 6)) >>> 0
  return header < 20 ? null : { transport: 'tcp', from, to, ...ports, sequence, flags, payload: bytes.subarray(header) }
}

/** RFC 5952: lower case, the longest run of zeros left out. */
function showIpv6(packet: Uint8Array, start: number): string {
  const groups = Array.from({ length: 8 }, (_, i) => uint16(packet, start + 2 * i).toString(16))
  const text = groups.join(':')
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([run]) => run)
  const longest = runs.sort((a, b) => b.length - a.length)[0]
  return longest === undefined
    ? text
    : text.replace(longest, text.startsWith(longest) ? '::' : ':').replace(/^::?$/, '::')
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
