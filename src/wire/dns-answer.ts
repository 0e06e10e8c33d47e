import { type BenignBytes, benign } from './benign.ts'
import type { DnsQuery } from './dns-query.ts'
import { dnsType } from './dns-type.ts'

/** https://www.iana.org/assignments/dns-parameters, as far as we say it. */
const rcodes = { NOERROR: 0, FORMERR: 1, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5, BADVERS: 16 } as const

export type DnsRcode = keyof typeof rcodes

/**
 * The only records that can be written: who has authority, and an address. There is no TXT, no SRV and nothing
 * else whose content could be chosen.
 */
export type BenignRecord = { readonly type: 'SOA' } | { readonly type: 'NS' } | AddressRecord

export interface AddressRecord {
  readonly type: 'A' | 'AAAA'
  /** Whose address it is: that of the name asked for, or of the zone's name server. */
  readonly of: 'question' | 'name-server'
  /** 4 bytes for `A`, 16 for `AAAA`. */
  readonly address: Uint8Array
}

export interface DnsAnswer {
  readonly rcode: DnsRcode
  readonly authoritative: boolean
  /** Bytes of the zone's name, which ends the name asked for; 0 if no record needs it. */
  readonly zoneBytes: number
  readonly answers: readonly BenignRecord[]
  readonly authority: readonly BenignRecord[]
  readonly additional: readonly BenignRecord[]
}

const headerBytes = 12
const optBytes = 11

/** Payload that crosses any path unfragmented: http://www.dnsflagday.net/2020/ */
const safePayloadBytes = 1_232
/** RFC 1035 section 4.2.1. */
const plainPayloadBytes = 512

/** The first labels of the name server and of the one responsible for the zone. */
export const nameServerLabel = 'ns1'
const nameServer = [3, 0x6e, 0x73, 0x31]
const hostmaster = [10, 0x68, 0x6f, 0x73, 0x74, 0x6d, 0x61, 0x73, 0x74, 0x65, 0x72]

/** Seconds: what leads to us may be kept for an hour, what was asked for not at all, or a re-test would not be seen. */
const ttlOfServers = 3_600
const ttlOfNames = 0

/** Serial, refresh, retry, expire, and minimum 0: a name that does not exist is not remembered (RFC 2308 section 5). */
const soaNumbers = [1, 3_600, 600, 604_800, 0]

/** How large an answer over UDP may be. */
export function udpLimit({ edns }: DnsQuery): number {
  return edns === null ? plainPayloadBytes : Math.min(Math.max(edns.payloadBytes, plainPayloadBytes), safePayloadBytes)
}

/**
 * Writes an answer to `query`, with its question byte for byte. If it would be larger than `maxBytes` it says so
 * (TC) and holds no records. An answer to a question that must not be repeated holds neither.
 */
export function encodeDnsAnswer(query: DnsQuery, answer: DnsAnswer, maxBytes: number): BenignBytes {
  const question = query.question?.echoable === true ? query.question.bytes : nothing
  const sections = question.length === 0 ? none : [answer.answers, answer.authority, answer.additional]
  const bare = headerBytes + question.length + (query.edns === null ? 0 : optBytes)
  const whole = bare + sections.reduce((sum, records) => sum + sizeOf(records), 0)
  const truncated = whole > maxBytes

  const to = new Uint8Array(truncated ? bare : whole)
  const counts = truncated ? none : sections
  const code = rcodes[answer.rcode]
  put16(to, 0, query.id)
  to[2] =
    0x80 | (query.opcode << 3) | (answer.authoritative ? 4 : 0) | (truncated ? 2 : 0) | (query.recursionDesired ? 1 : 0)
  to[3] = (query.checkingDisabled ? 0x10 : 0) | (code & 0x0f)
  put16(to, 4, question.length === 0 ? 0 : 1)
  put16(to, 6, counts[0]?.length ?? 0)
  put16(to, 8, counts[1]?.length ?? 0)
  put16(to, 10, (counts[2]?.length ?? 0) + (query.edns === null ? 0 : 1))
  to.set(question, headerBytes)

  const zoneAt = headerBytes + question.length - 4 - answer.zoneBytes
  let at = headerBytes + question.length
  for (const records of counts) for (const record of records) at = putRecord(to, at, record, zoneAt)
  if (query.edns !== null) putOpt(to, at, code >> 4, query.edns.dnssecOk)
  return benign(to)
}

/** As it travels over TCP: its length in two bytes before it (RFC 1035 section 4.2.2). */
export function frameDnsAnswer(answer: BenignBytes): BenignBytes {
  const framed = new Uint8Array(2 + answer.length)
  put16(framed, 0, answer.length)
  framed.set(answer, 2)
  return benign(framed)
}

/** The largest answer that can be framed. */
export const tcpLimit = 65_535

const nothing = new Uint8Array(0)
const none: readonly (readonly BenignRecord[])[] = []

function sizeOf(records: readonly BenignRecord[]): number {
  let size = 0
  for (const record of records) {
    // Owner (a pointer), type, class, TTL and length take twelve bytes.
    if (record.type === 'SOA') size += 12 + nameServer.length + 2 + hostmaster.length + 2 + 20
    else if (record.type === 'NS') size += 12 + nameServer.length + 2
    else size += 12 + (record.of === 'question' ? 0 : nameServer.length) + record.address.length
  }
  return size
}

/** Names are pointers into the question, which is always at the same place (RFC 1035 section 4.1.4). */
function putRecord(to: Uint8Array, at: number, record: BenignRecord, zoneAt: number): number {
  switch (record.type) {
    case 'SOA': {
      const data = putHead(to, putPointer(to, at, zoneAt), record.type, ttlOfNames)
      let end = putPointer(to, putAll(to, data, nameServer), zoneAt)
      end = putPointer(to, putAll(to, end, hostmaster), zoneAt)
      for (const number of soaNumbers) end = put32(to, end, number)
      return putLength(to, data, end)
    }
    case 'NS': {
      const data = putHead(to, putPointer(to, at, zoneAt), record.type, ttlOfServers)
      return putLength(to, data, putPointer(to, putAll(to, data, nameServer), zoneAt))
    }
    case 'A':
    case 'AAAA': {
      const asked = record.of === 'question'
      const owner = asked ? putPointer(to, at, headerBytes) : putPointer(to, putAll(to, at, nameServer), zoneAt)
      const data = putHead(to, owner, record.type, asked ? ttlOfNames : ttlOfServers)
      return putLength(to, data, putAll(to, data, record.address))
    }
  }
}

/** Type, class IN, TTL, and room for the length of the data. */
function putHead(to: Uint8Array, at: number, type: BenignRecord['type'], ttl: number): number {
  put16(to, at, dnsType[type])
  put16(to, at + 2, 1)
  return put32(to, at + 4, ttl) + 2
}

function putLength(to: Uint8Array, data: number, end: number): number {
  put16(to, data - 2, end - data)
  return end
}

/** RFC 6891 section 6.1.2: root, OPT, our payload size, upper bits of the code, version 0, DO, no options. */
function putOpt(to: Uint8Array, at: number, upperCode: number, dnssecOk: boolean): void {
  put16(to, at + 1, 41)
  put16(to, at + 3, safePayloadBytes)
  to[at + 5] = upperCode
  to[at + 7] = dnssecOk ? 0x80 : 0
}

function putPointer(to: Uint8Array, at: number, target: number): number {
  return put16(to, at, 0xc000 | target)
}

function putAll(to: Uint8Array, at: number, bytes: ArrayLike<number>): number {
  to.set(bytes, at)
  return at + bytes.length
}

function put16(to: Uint8Array, at: number, n: number): number {
  to[at] = n >> 8
  to[at + 1] = n & 0xff
  return at + 2
}

function put32(to: Uint8Array, at: number, n: number): number {
  put16(to, at, n >>> 16)
  return put16(to, at + 2, n & 0xffff)
}
