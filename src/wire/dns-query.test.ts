import * as dnsPacket from 'dns-packet'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hex, recordedDatagrams } from '../../test/kit/wire-transcripts.ts'
import { type DnsQuery, readDnsMessage } from './dns-query.ts'
import { dnsTypeName } from './dns-type.ts'

function query(bytes: Uint8Array): DnsQuery {
  const message = readDnsMessage(bytes)
  if (message.is !== 'query') throw new Error(`read as ${message.is}`)
  return message.query
}

/** A message with one question from raw labels, which no other encoder would write. */
function withLabels(...labels: readonly (readonly number[])[]): Uint8Array {
  const name = labels.flatMap((label) => [label.length, ...label])
  return Uint8Array.from([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...name, 0, 0, 1, 0, 1])
}

test.each(recordedDatagrams)('reads the recorded $did query for $asked', ({ did, asked, bytes }) => {
  const { question, flaw, edns } = query(bytes)

  expect(dnsTypeName(question?.type ?? -1)).toBe(did)
  expect(question).toMatchObject({ name: asked, class: 1, echoable: true })
  expect(question?.bytes).toEqual(bytes.subarray(12))
  expect({ flaw, edns }).toEqual({ flaw: null, edns: null })
})

test('reads whatever another encoder writes', () => {
  const label = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/)
  fc.assert(
    fc.property(
      fc.array(label, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('A', 'AAAA', 'TXT', 'NS', 'SOA', 'SRV', 'CAA', 'ANY'),
      fc.nat(65_535),
      fc.option(fc.record({ payload: fc.integer({ min: 1, max: 65_535 }), dnssecOk: fc.boolean() }), { nil: null }),
      (labels, type, id, edns) => {
        const name = labels.join('.')
        const opt = {
          type: 'OPT',
          name: '.',
          udpPayloadSize: edns?.payload ?? 0,
          flags: edns?.dnssecOk === true ? dnsPacket.DNSSEC_OK : 0,
          options: [],
        }
        const bytes = dnsPacket.encode({
          type: 'query',
          id,
          flags: dnsPacket.RECURSION_DESIRED,
          questions: [{ type, name }],
          additionals: edns === null ? [] : [opt],
        })

        const read = query(bytes)

        expect(read).toMatchObject({ id, opcode: 0, recursionDesired: true, flaw: null })
        expect(read.question).toMatchObject({ name, class: 1, echoable: true })
        expect(dnsTypeName(read.question?.type ?? -1)).toBe(type)
        expect(read.edns).toEqual(
          edns === null ? null : { version: 0, payloadBytes: edns.payload, dnssecOk: edns.dnssecOk },
        )
      },
    ),
  )
})

test('shows every label byte so that a person, a log and a zone comparison are safe, and loses none', () => {
  const bytesOf = (text: string): number[] =>
    [...text.matchAll(/\\(\d{3})|(.)/gs)].map(([, code, char]) =>
      code === undefined ? char!.charCodeAt(0) : Number(code),
    )
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 5 }), (labels) => {
      const name = query(withLabels(...labels.map((label) => [...label]))).question?.name ?? ''

      expect(name).toMatch(/^[\x21-\x7e]+$/)
      expect(name.split('.').map(bytesOf)).toEqual(labels.map((label) => [...label]))
    }),
  )
})

test.each([
  ['a dot inside a label', withLabels([0x61, 0x2e, 0x62], [0x63]), 'a\\046b.c'],
  ['the root', withLabels(), '.'],
  ['a lookup that was not evaluated', withLabels([...new TextEncoder().encode('${lower:x')]), '${lower:x'],
])('reads %s', (_case, bytes, name) => {
  expect(query(bytes).question?.name).toBe(name)
})

test('finds the OPT record behind records of every other section', () => {
  const record = '0000010001000000000004c0000207'
  const bytes = hex(`0001010000010001000100020000010001${record.repeat(3)}0000290400000080000000`)

  expect(query(bytes)).toMatchObject({ flaw: null, edns: { payloadBytes: 1_024, dnssecOk: true } })
})

test('a name of more than 255 bytes is not read', () => {
  const label = new Array<number>(63).fill(0x61)

  expect(query(withLabels(label, label, label, label.slice(2))).flaw).toBeNull()
  expect(query(withLabels(label, label, label, label.slice(1))).flaw).toBe('a question that cannot be read')
})

describe('what an answer may repeat', () => {
  test.each([
    ['a name in ASCII', withLabels([0x61]), true],
    ['a name with a byte above 127', withLabels([0xac, 0xed, 0x00, 0x05]), false],
    ['a name with a compression pointer', hex('0001010000010000000000000161c00200010001'), false],
    ['a class that nobody assigned', hex('000101000001000000000000016100aced0005'), false],
  ])('%s: %s', (_case, bytes, echoable) => {
    expect(query(bytes).question?.echoable).toBe(echoable)
  })
})

test.each([
  ['no question', '000101000000000000000000'],
  ['several questions', '000101000002000000000000' + '00000100010000010001'],
  ['a question that cannot be read', '000101000001000000000000' + '40'],
  ['a question that cannot be read', '000101000001000000000000' + 'c00c' + '00010001'],
  ['a question that cannot be read', '000101000001000000000000' + '016100' + '000100'],
  ['a record that cannot be read', '000101000001000000000001' + '0000010001' + '000029'],
  ['several OPT records', '000101000001000000000002' + '0000010001' + '0000290200000000000000'.repeat(2)],
])('says that there is %s', (flaw, bytes) => {
  expect(query(hex(bytes)).flaw).toBe(flaw)
})

test('a chain of pointers ends, however it is laid', () => {
  const chain = new Uint8Array(60_012)
  chain.set(hex('000101000001000000000001'))
  chain.set(hex('0000010001'), 12)
  // A record whose name is a pointer to a pointer to a pointer, 8,000 long, each to the one before it.
  for (let at = 100; at < 16_000; at += 2) chain.set([0xc0 | ((at - 2) >> 8), (at - 2) & 0xff], at)
  chain.set([0xc0 | (15_998 >> 8), 15_998 & 0xff], 17)

  expect(query(chain).flaw).toBe('a record that cannot be read')
})

test.each([
  ['an answer', hex('000181000001000000000000'), 'response'],
  ['less than a header', hex('00010100000100000000'), 'not-dns'],
  ['nothing', new Uint8Array(0), 'not-dns'],
])('%s is no query', (_case, bytes, is) => {
  expect(readDnsMessage(bytes).is).toBe(is)
})

test('bytes of any kind are read without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      expect(['query', 'response', 'not-dns']).toContain(readDnsMessage(bytes).is)
    }),
  )
})
