import * as dnsPacket from 'dns-packet'
import { expect, test } from 'vitest'
import { hex } from '../../test/kit/wire-transcripts.ts'
import { type DnsAnswer, encodeDnsAnswer, frameDnsAnswer, udpLimit } from './dns-answer.ts'
import { type DnsQuery, readDnsMessage } from './dns-query.ts'
import { readIpAddress } from './ip-address.ts'

const decode = (bytes: Uint8Array) => dnsPacket.decode(Buffer.from(bytes))

function ask(name: string, type: string, opt: Partial<dnsPacket.Answer> | null = null): DnsQuery {
  const additionals = opt === null ? [] : [{ type: 'OPT', name: '.', udpPayloadSize: 4_096, options: [], ...opt }]
  return queryIn(
    Uint8Array.from(dnsPacket.encode({ type: 'query', id: 0xaced, questions: [{ type, name }], additionals })),
  )
}

function queryIn(bytes: Uint8Array): DnsQuery {
  const message = readDnsMessage(bytes)
  if (message.is !== 'query') throw new Error(`read as ${message.is}`)
  return message.query
}

const zoneBytes = '.cb.test'.length + 1
const plain: DnsAnswer = {
  rcode: 'NOERROR',
  authoritative: true,
  zoneBytes,
  answers: [],
  authority: [],
  additional: [],
}
const address = (text: string, of: 'question' | 'name-server' = 'question') => {
  const bytes = readIpAddress(text)
  if (bytes === null) throw new Error(text)
  return { type: bytes.length === 4 ? 'A' : 'AAAA', of, address: bytes } as const
}

test('another decoder reads every record as it was meant', () => {
  const query = ask('tok.cb.test', 'A')
  const bytes = encodeDnsAnswer(
    query,
    {
      ...plain,
      answers: [address('192.0.2.7'), address('2001:db8::7')],
      authority: [{ type: 'SOA' }, { type: 'NS' }],
      additional: [address('192.0.2.8', 'name-server'), address('::1', 'name-server')],
    },
    512,
  )

  const read = decode(bytes)

  expect(read).toMatchObject({ id: 0xaced, type: 'response', rcode: 'NOERROR', flag_aa: true, flag_tc: false })
  expect(read.questions).toMatchObject([{ name: 'tok.cb.test', type: 'A', class: 'IN' }])
  expect(read.answers).toMatchObject([
    { name: 'tok.cb.test', type: 'A', ttl: 0, data: '192.0.2.7' },
    { name: 'tok.cb.test', type: 'AAAA', ttl: 0, data: '2001:db8::7' },
  ])
  expect(read.authorities).toMatchObject([
    {
      name: 'cb.test',
      type: 'SOA',
      ttl: 0,
      data: {
        mname: 'ns1.cb.test',
        rname: 'hostmaster.cb.test',
        serial: 1,
        refresh: 3_600,
        retry: 600,
        expire: 604_800,
        minimum: 0,
      },
    },
    { name: 'cb.test', type: 'NS', ttl: 3_600, data: 'ns1.cb.test' },
  ])
  expect(read.additionals).toMatchObject([
    { name: 'ns1.cb.test', type: 'A', ttl: 3_600, data: '192.0.2.8' },
    { name: 'ns1.cb.test', type: 'AAAA', ttl: 3_600, data: '::1' },
  ])
})

test('repeats the question byte for byte, as resolvers that vary the letter case demand', () => {
  const query = ask('ToK.Cb.TEST', 'AAAA')

  const bytes = encodeDnsAnswer(query, { ...plain, rcode: 'NXDOMAIN', authority: [{ type: 'SOA' }] }, 512)

  expect(bytes.subarray(12, 12 + (query.question?.bytes.length ?? 0))).toEqual(query.question?.bytes)
  expect(decode(bytes)).toMatchObject({ rcode: 'NXDOMAIN', questions: [{ name: 'ToK.Cb.TEST' }] })
})

test('repeats RD, CD and the DO bit, and offers a payload that crosses any path', () => {
  const bytes = encodeDnsAnswer(ask('tok.cb.test', 'A', { flags: dnsPacket.DNSSEC_OK }), plain, 1_232)
  const cautious = queryIn(hex('000101100001000000000000' + '0000010001'))

  expect(decode(bytes).additionals).toMatchObject([
    { type: 'OPT', udpPayloadSize: 1_232, flag_do: true, ednsVersion: 0, extendedRcode: 0 },
  ])
  expect(decode(encodeDnsAnswer(cautious, { ...plain, zoneBytes: 0 }, 512))).toMatchObject({
    flag_rd: true,
    flag_cd: true,
  })
})

test('says with both halves of the code that it does not speak a later EDNS', () => {
  const bytes = encodeDnsAnswer(ask('tok.cb.test', 'A', { ednsVersion: 1 }), { ...plain, rcode: 'BADVERS' }, 1_232)

  const { rcode, additionals } = decode(bytes)

  expect({ rcode, upper: additionals[0]?.extendedRcode }).toEqual({ rcode: 'NOERROR', upper: 1 })
})

test('an answer that does not fit says so and holds no record', () => {
  const many = Array.from({ length: 40 }, () => address('2001:db8::7'))
  const query = ask('tok.cb.test', 'AAAA', { udpPayloadSize: 600 })

  const overUdp = encodeDnsAnswer(query, { ...plain, answers: many }, udpLimit(query))
  const overTcp = encodeDnsAnswer(query, { ...plain, answers: many }, 65_535)

  expect(decode(overUdp)).toMatchObject({ flag_tc: true, answers: [], questions: [{ name: 'tok.cb.test' }] })
  expect(decode(overTcp).answers).toHaveLength(40)
  expect(decode(overTcp).flag_tc).toBe(false)
})

test.each([
  ['without EDNS', null, 512],
  ['with less than anyone takes', 100, 512],
  ['in between', 900, 900],
  ['with more than is safe', 4_096, 1_232],
])('an answer over UDP %s is limited', (_case, payload, limit) => {
  expect(udpLimit(ask('a.test', 'A', payload === null ? null : { udpPayloadSize: payload }))).toBe(limit)
})

test('a question that must not be repeated gets an answer without question and records', () => {
  const query = queryIn(hex('0001010000010000000000000' + '4aced000500' + '00010001'))

  const bytes = encodeDnsAnswer(query, { ...plain, rcode: 'FORMERR', authority: [{ type: 'SOA' }] }, 512)

  expect(bytes).toEqual(hex('000185010000000000000000'))
})

test('over TCP its length comes first', () => {
  const bytes = encodeDnsAnswer(ask('tok.cb.test', 'A'), plain, 65_535)

  expect(frameDnsAnswer(bytes)).toEqual(Uint8Array.from([0, bytes.length, ...bytes]))
})
