import type { Bytes } from '../../archive/index.ts'
import type { Instant } from '../../core/index.ts'
import { dnsTypeName, readDnsMessage, readLdapMessage } from '../../wire/index.ts'
import type { Outgoing } from '../outgoing.ts'
import type { CaptureEvent } from './capture-packets.ts'
import type { Contained, ContainedRecord } from './container.ts'
import { Fragments } from './fragments.ts'
import { readHttpRecord } from './http-record.ts'
import { type Segment, segmentIn, segmentOf } from './segments.ts'
import { type Stream, Streams } from './streams.ts'

/**
 * What a capture's records say: HTTP requests, DNS questions, LDAP requests, connections that were begun; anything else as the
 * text that it is.
 */
export function* recordsOf(events: Iterable<CaptureEvent>, file: Bytes): Generator<Contained, void, undefined> {
  const streams = new Streams()
  const missed = new Missed(file.size)
  const fragments = new Fragments((why, offsets) => {
    for (const offset of offsets) missed.add(why, offset)
  })
  for (const event of events) {
    if (event.is === 'gap') {
      yield event
      continue
    }
    const { packet } = event
    if (packet.isCut) missed.add('cut', packet.offset)
    const carried = segmentOf(packet)
    if (carried === 'unknown-link') {
      missed.add(carried, packet.offset)
      continue
    }
    const datagram = carried !== null && 'is' in carried ? fragments.take(carried, packet.offset) : null
    const segment = carried !== null && !('is' in carried) ? carried : datagram === null ? null : segmentIn(datagram)
    if (segment?.transport === 'udp') yield* ofDatagram(segment, packet.when, packet.offset)
    else if (segment !== null) {
      if (segment.flags.syn && !segment.flags.ack) yield ofConnection(segment, packet.when, packet.offset)
      for (const stream of streams.take(segment, packet.when, packet.offset)) yield* ofStream(stream)
    }
  }
  for (const stream of streams.rest()) yield* ofStream(stream)
  fragments.end()
  yield* missed.gaps()
}

/** Packets that were not read, or not whole, by the reason. */
class Missed {
  readonly #size: number
  readonly #seen = new Map<keyof typeof missedBecause, { readonly offset: number; count: number }>()

  constructor(size: number) {
    this.#size = size
  }

  add(why: keyof typeof missedBecause, offset: number): void {
    const seen = this.#seen.get(why)
    if (seen === undefined) this.#seen.set(why, { offset, count: 1 })
    else seen.count++
  }

  *gaps(): Generator<Contained, void, undefined> {
    for (const [why, { offset, count }] of this.#seen) {
      const [because, says] = missedBecause[why]
      yield { is: 'gap', gap: { offset, size: this.#size - offset, because, detail: `${count} ${says}, from here on` } }
    }
  }
}

const missedBecause = {
  cut: ['truncated', 'packets were captured without their ends'],
  incomplete: ['truncated', 'fragments of IP datagrams whose others were not captured'],
  contradicts: ['malformed', 'fragments of IP datagrams say something else than those that came before'],
  'unknown-link': ['unsupported', 'packets are of a kind of link that is not known'],
} as const

function ofConnection(segment: Segment, when: Instant | null, offset: number): Contained {
  const saw = connection(segment, null, 'tcp')
  const text = `${between(segment)} connection`
  return { is: 'record', record: { ...bare(segment, when, offset), saw, text, fields: [{ name: null, value: text }] } }
}

function* ofDatagram(segment: Segment, when: Instant | null, offset: number): Generator<Contained, void, undefined> {
  if (segment.payload.length === 0) return
  if (segment.toPort === 53 || segment.toPort === 5353) {
    const message = readDnsMessage(segment.payload)
    const question = message.is === 'query' ? message.query.question : null
    if (question === null) return
    const text = `${between(segment)} dns query ${dnsTypeName(question.type)} ${question.name}`
    yield {
      is: 'record',
      record: {
        ...bare(segment, when, offset),
        saw: { is: 'dns-query', name: question.name, by: segment.from },
        text,
        fields: [{ name: 'dns question', value: question.name }],
      },
    }
    return
  }
  if (segment.fromPort === 53) return
  yield asText(segment, when, offset, segment.payload)
}

function* ofStream(stream: Stream): Generator<Contained, void, undefined> {
  const { first, offset, bytes, hasHole } = stream
  const isLdap = readLdapMessage(bytes, longestLdap).is === 'read'
  yield* isLdap ? ofLdap(stream) : ofText(stream)
  if (hasHole) {
    const detail = `parts of the connection ${between(first)} were not captured`
    yield { is: 'gap', gap: { offset, size: bytes.length, because: 'truncated', detail } }
  }
}

const longestLdap = 65_536

function* ofLdap({ first, when, offset, bytes }: Stream): Generator<Contained, void, undefined> {
  const saw = connection(first, null, 'ldap')
  let at = 0
  for (let message = readLdapMessage(bytes, longestLdap); message.is === 'read' && message.length > 0; ) {
    const { request } = message.value
    const base = request.op === 'search' ? request.base : ''
    const text = `${between(first)} ldap ${request.op} ${base}`.trimEnd()
    yield {
      is: 'record',
      record: {
        ...bare(first, when, offset),
        saw: base === '' ? saw : { ...saw, asked: base },
        text,
        fields: [{ name: 'ldap base', value: base }],
      },
    }
    at += message.length
    message = readLdapMessage(bytes.subarray(at), longestLdap)
  }
  if (at < bytes.length) yield asText(first, when, offset, bytes.subarray(at))
}

function* ofText({ first, when, offset, bytes }: Stream): Generator<Contained, void, undefined> {
  let text = latin1(bytes)
  let told = false
  for (let request = readHttpRecord(text); request !== null; request = readHttpRecord(text)) {
    const { fields, userAgent, forwardedFor } = request
    const from = forwardedFor ?? first.from
    const record: ContainedRecord = {
      ...bare(first, when, offset),
      from,
      request: request.request,
      userAgent,
      saw: connection(first, request.host, 'http'),
      fields,
      text: text.slice(0, request.end),
    }
    yield { is: 'record', record }
    told = true
    text = text.slice(request.end)
  }
  if (text !== '' && !/^HTTP\/\d/.test(text))
    yield asText(first, when, offset, bytes.subarray(bytes.length - text.length))
  else if (text !== '' && !told) yield asText(first, when, offset, bytes)
}

function asText(segment: Segment, when: Instant | null, offset: number, bytes: Uint8Array): Contained {
  const value = latin1(bytes)
  const text = `${between(segment)} ${value}`
  return {
    is: 'record',
    record: { ...bare(segment, when, offset), text, fields: [{ name: segment.transport, value }] },
  }
}

function bare({ from }: Segment, when: Instant | null, offset: number) {
  return { when, from, request: null, userAgent: null, offset }
}

function connection(
  { from, to, toPort }: Segment,
  name: string | null,
  protocol: string,
): Extract<Outgoing, { is: 'connection' }> {
  return { is: 'connection', to, name, port: toPort, by: from, protocol }
}

function between({ transport, from, fromPort, to, toPort }: Segment): string {
  return `${transport} ${from}:${fromPort} > ${to}:${toPort}`
}

/** A byte a character, so that places in it are places in the bytes; UTF-8 in it is put right where it is read. */
function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return text
}
