import { bytesOf } from './hunting.ts'

/** One packet of TCP or UDP, as it is to be captured. */
export interface PacketRecipe {
  readonly from: string
  readonly to: string
  readonly fromPort: number
  readonly toPort: number
  readonly transport?: 'tcp' | 'udp'
  readonly payload?: string | Uint8Array
  readonly sequence?: number
  readonly flags?: readonly ('syn' | 'ack' | 'fin' | 'rst')[]
  readonly vlan?: number
  /** Which bytes of what IP carries are in this packet, and the number that its datagram has; all by default. */
  readonly fragment?: { readonly id: number; readonly from: number; readonly to: number }
  /** How many bytes of the frame are captured; all by default. */
  readonly captured?: number
  /** Milliseconds since 1970. */
  readonly at?: number
}

const flagBits = { fin: 1, syn: 2, rst: 4, ack: 16 } as const
const ethernet = 1

/** A pcap file of these packets, on Ethernet; `bigEndian` as a machine of that order writes it. */
export function pcapOf(packets: readonly PacketRecipe[], { bigEndian = false, nano = false } = {}): Uint8Array {
  const little = !bigEndian
  const head = numbers(
    [
      [4, nano ? 0xa1b23c4d : 0xa1b2c3d4],
      [2, 2],
      [2, 4],
      [4, 0],
      [4, 0],
      [4, 262_144],
      [4, ethernet],
    ],
    little,
  )
  const records = packets.map((packet) => {
    const frame = frameOf(packet)
    const captured = frame.subarray(0, packet.captured)
    const { at = defaultTime } = packet
    const fraction = (at % 1_000) * (nano ? 1_000_000 : 1_000)
    const record = numbers(
      [
        [4, Math.floor(at / 1_000)],
        [4, fraction],
        [4, captured.length],
        [4, frame.length],
      ],
      little,
    )
    return joined([record, captured])
  })
  return joined([head, ...records])
}

/** The same as pcapng: a section, an interface that counts in microseconds, and enhanced packets. */
export function pcapngOf(packets: readonly PacketRecipe[]): Uint8Array {
  const section = block(
    0x0a0d0d0a,
    numbers([
      [4, 0x1a2b3c4d],
      [2, 1],
      [2, 0],
      [4, 0xffffffff],
      [4, 0xffffffff],
    ]),
  )
  const description = block(
    1,
    numbers([
      [2, ethernet],
      [2, 0],
      [4, 262_144],
    ]),
  )
  const enhanced = packets.map((packet) => {
    const frame = frameOf(packet)
    const captured = frame.subarray(0, packet.captured)
    const micros = (packet.at ?? defaultTime) * 1_000
    const head = numbers([
      [4, 0],
      [4, Math.floor(micros / 2 ** 32)],
      [4, micros % 2 ** 32],
      [4, captured.length],
      [4, frame.length],
    ])
    return block(6, joined([head, captured, new Uint8Array(-captured.length & 3)]))
  })
  return joined([section, description, ...enhanced])
}

/** A connection that carries `text` in segments of `size` bytes from 203.0.113.9 to 10.0.0.4, port 80. */
export function connectionOf(
  text: string,
  { size = 40, sequence = 1_000, fromPort = 40_001, ...more }: Partial<PacketRecipe> & { readonly size?: number } = {},
): readonly PacketRecipe[] {
  const bytes = bytesOf(text)
  const base = { from: '203.0.113.9', to: '10.0.0.4', fromPort, toPort: 80, ...more }
  const segments = Array.from(
    { length: Math.ceil(bytes.length / size) },
    (_, i): PacketRecipe => ({
      ...base,
      sequence: (sequence + 1 + i * size) >>> 0,
      flags: ['ack'],
      payload: bytes.subarray(i * size, (i + 1) * size),
    }),
  )
  return [
    { ...base, sequence, flags: ['syn'] },
    ...segments,
    { ...base, sequence: (sequence + 1 + bytes.length) >>> 0, flags: ['fin', 'ack'] },
  ]
}

const defaultTime = Date.UTC(2021, 11, 12, 4, 25, 41)

function frameOf(packet: PacketRecipe): Uint8Array {
  const { from, to, vlan, transport = 'tcp', payload = '' } = packet
  const bytes = typeof payload === 'string' ? bytesOf(payload) : payload
  const datagram = joined([transport === 'tcp' ? tcpHeader(packet) : udpHeader(packet, bytes.length), bytes])
  const transportNumber = transport === 'tcp' ? 6 : 17
  const isV6 = from.includes(':')
  const { id, from: first, to: end } = packet.fragment ?? { id: 1, from: 0, to: datagram.length }
  const more = end < datagram.length ? 1 : 0
  const isPart = packet.fragment !== undefined
  const fragmentHeader: readonly Field[] = [
    [1, transportNumber],
    [1, 0],
    [2, first + more],
    [4, id],
  ]
  const carried = joined([
    isV6 && isPart ? bigEndian(fragmentHeader) : new Uint8Array(0),
    datagram.subarray(first, end),
  ])
  const protocol = isV6 && isPart ? 44 : transportNumber
  const network = isV6
    ? joined([
        bigEndian([
          [4, 0x60000000],
          [2, carried.length],
          [1, protocol],
          [1, 64],
        ]),
        v6(from),
        v6(to),
      ])
    : joined([
        bigEndian([
          [1, 0x45],
          [1, 0],
          [2, 20 + carried.length],
          [2, id],
          [2, more * 0x2000 + first / 8],
          [1, 64],
          [1, protocol],
          [2, 0],
        ]),
        v4(from),
        v4(to),
      ])
  const type = isV6 ? 0x86dd : 0x0800
  const tag: readonly Field[] =
    vlan === undefined
      ? []
      : [
          [2, 0x8100],
          [2, vlan],
        ]
  return joined([new Uint8Array(12), bigEndian([...tag, [2, type]]), network, carried])
}

function tcpHeader({ fromPort, toPort, sequence = 1, flags = [] }: PacketRecipe): Uint8Array {
  const bits = flags.reduce((sum, flag) => sum | flagBits[flag], 0)
  return bigEndian([
    [2, fromPort],
    [2, toPort],
    [4, sequence],
    [4, 0],
    [1, 0x50],
    [1, bits],
    [2, 8_192],
    [2, 0],
    [2, 0],
  ])
}

function udpHeader({ fromPort, toPort }: PacketRecipe, length: number): Uint8Array {
  return bigEndian([
    [2, fromPort],
    [2, toPort],
    [2, 8 + length],
    [2, 0],
  ])
}

function v4(address: string): Uint8Array {
  return Uint8Array.from(address.split('.'), Number)
}

/** Of an address with one `::` at most. */
function v6(address: string): Uint8Array {
  const [head = '', tail = ''] = address.split('::')
  const groups = (part: string): readonly number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))
  const [front, back] = [groups(head), groups(tail)]
  const zeros: number[] = new Array<number>(8 - front.length - back.length).fill(0)
  return bigEndian([...front, ...zeros, ...back].map((group): Field => [2, group]))
}

type Field = readonly [size: 1 | 2 | 4, value: number]

function bigEndian(fields: readonly Field[]): Uint8Array {
  return numbers(fields, false)
}

function numbers(fields: readonly Field[], little = true): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [size, value] of fields) {
    if (size === 4) view.setUint32(at, value, little)
    else if (size === 2) view.setUint16(at, value, little)
    else view.setUint8(at, value)
    at += size
  }
  return bytes
}

function block(type: number, body: Uint8Array): Uint8Array {
  const length = body.length + 12
  return joined([
    numbers([
      [4, type],
      [4, length],
    ]),
    body,
    numbers([[4, length]]),
  ])
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
