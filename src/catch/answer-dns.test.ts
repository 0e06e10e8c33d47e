import * as dnsPacket from 'dns-packet'
import { describe, expect, test } from 'vitest'
import { listenerSettings } from '../../test/kit/listener-settings.ts'
import { hex, recordedDatagrams } from '../../test/kit/wire-transcripts.ts'
import { answerDatagram } from './answer-dns.ts'
import type { ListenerSettings } from './conversation.ts'

const settings = listenerSettings({ mayGoOn: (name) => name.toLowerCase().includes('goon') })

/** One query as another implementation writes it, and the answer as that implementation reads it. */
function ask(
  name: string,
  type: string,
  { of = settings, ...more }: { of?: ListenerSettings } & dnsPacket.Packet = {},
) {
  const query = dnsPacket.encode({ type: 'query', id: 1, questions: [{ type, name }], ...more })
  const { write } = answerDatagram(Uint8Array.from(query), of)
  if (write === null) throw new Error('no answer')
  return dnsPacket.decode(Buffer.from(write))
}

const soa = [{ type: 'SOA', name: 'cb.test', ttl: 0 }]

test.each(recordedDatagrams)('records the $did query for $asked, and says that the name does not exist', (recorded) => {
  const { saw, write, close } = answerDatagram(recorded.bytes, settings)

  expect(saw).toEqual([{ channel: 'dns', did: recorded.did, asked: recorded.asked, raw: recorded.bytes }])
  expect(close).toBe(false)
  expect(dnsPacket.decode(Buffer.from(write ?? []))).toMatchObject({
    rcode: 'NXDOMAIN',
    flag_aa: true,
    authorities: soa,
  })
})

describe('in the zone', () => {
  test.each([
    ['a name', 'tok.cb.test', 'A'],
    ['a name in another letter case', 'ToK.cB.TeSt', 'A'],
    ['a name far below', 'a.b.c.d.cb.test', 'AAAA'],
    ['a name that may go on, for a type that would change the log line', 'goon.cb.test', 'TXT'],
  ])('%s does not exist, and nobody may remember that', (_case, name, type) => {
    const answer = ask(name, type)

    expect(answer).toMatchObject({ rcode: 'NXDOMAIN', flag_aa: true, answers: [] })
    expect(answer.authorities).toMatchObject([{ type: 'SOA', ttl: 0, data: { minimum: 0 } }])
    expect(answer.authorities[0]?.name.toLowerCase()).toBe('cb.test')
    expect(answer.questions[0]?.name).toBe(name)
  })

  test('a name that may go on has our addresses, not to be remembered', () => {
    expect(ask('goon.cb.test', 'A').answers).toMatchObject([{ type: 'A', ttl: 0, data: '192.0.2.7' }])
    expect(ask('GOON.cb.test', 'AAAA').answers).toMatchObject([{ type: 'AAAA', ttl: 0, data: '2001:db8::7' }])
  })

  test.each([
    ['a family that we have no address of', 'goon.cb.test', 'AAAA'],
    ['another type of a name that may go on', 'goon.cb.test', 'SRV'],
    ['another type of the zone itself', 'cb.test', 'A'],
    ['another type of the name server', 'ns1.cb.test', 'TXT'],
  ])('%s: the name exists, the data does not', (_case, name, type) => {
    const of = { ...settings, publicAddresses: ['192.0.2.7'] }

    expect(ask(name, type, { of })).toMatchObject({ rcode: 'NOERROR', answers: [], authorities: soa })
  })

  test('the zone names its authority and name server, with addresses', () => {
    const glue = [
      { name: 'ns1.cb.test', type: 'A', data: '192.0.2.7' },
      { name: 'ns1.cb.test', type: 'AAAA', data: '2001:db8::7' },
    ]

    expect(ask('cb.test', 'SOA')).toMatchObject({ flag_aa: true, answers: soa, additionals: glue })
    expect(ask('cb.test', 'NS').answers).toMatchObject([{ type: 'NS', data: 'ns1.cb.test' }])
    expect(ask('cb.test', 'NS').additionals).toMatchObject(glue)
    expect(ask('ns1.cb.test', 'A').answers).toMatchObject([{ data: '192.0.2.7' }])
    expect(ask('NS1.cb.test', 'AAAA').answers).toMatchObject([{ data: '2001:db8::7' }])
  })

  test('the whole zone is not handed out', () => {
    expect(ask('cb.test', 'AXFR')).toMatchObject({ rcode: 'REFUSED', flag_aa: false, answers: [] })
  })
})

describe('outside the zone', () => {
  test.each(['example.com', 'xcb.test', 'test', 'cb.test.example.com', '.'])('a query for %s is refused', (name) => {
    expect(ask(name, 'A')).toMatchObject({ rcode: 'REFUSED', flag_aa: false, answers: [], authorities: [] })
  })

  test('a dot inside a label is no border of the zone', () => {
    const { write } = answerDatagram(
      hex('00010000000100000000000004' + '782e6362' + '0474657374' + '0000010001'),
      settings,
    )

    expect(dnsPacket.decode(Buffer.from(write ?? [])).rcode).toBe('REFUSED')
  })

  test('the direct query of a jndi:dns lookup fails at once, so that the log line stays as it was', () => {
    expect(ask('sometoken', 'TXT')).toMatchObject({ rcode: 'NXDOMAIN', authorities: [] })
  })

  test('without a zone no name exists', () => {
    const of = listenerSettings({ zone: null })

    for (const type of ['A', 'AAAA', 'TXT', 'NS']) {
      expect(ask('sometoken', type, { of })).toMatchObject({ rcode: 'NXDOMAIN', flag_aa: true, authorities: [] })
    }
  })
})

describe('what is no plain query', () => {
  const question = '0474657374' + '0000010001'
  test.each([
    ['a notification', '000120000001000000000000' + question, 'OPCODE4', 'NOTIMP'],
    ['an update', '000128000001000000000000' + question, 'OPCODE5', 'NOTIMP'],
    ['another class', '000100000001000000000000' + '04746573740000100003', 'TXT', 'REFUSED'],
    ['two questions', '000100000002000000000000' + question + question, 'malformed', 'FORMERR'],
    ['a question cut short', '000100000001000000000000' + '0474', 'malformed', 'FORMERR'],
    ['a record cut short', '000100000001000000000001' + question + '00', 'A', 'FORMERR'],
    ['a name that must not be repeated', '000100000001000000000000' + '04aced00050000010001', 'A', 'FORMERR'],
  ])('%s is recorded and answered with an error', (_case, bytes, did, rcode) => {
    const { saw, write } = answerDatagram(hex(bytes), settings)

    expect(saw).toMatchObject([{ channel: 'dns', did }])
    expect(dnsPacket.decode(Buffer.from(write ?? []))).toMatchObject({ rcode, answers: [], authorities: [] })
  })

  test('a later version of EDNS is answered with the version that we speak', () => {
    const opt = { type: 'OPT', name: '.', udpPayloadSize: 4_096, ednsVersion: 1, options: [] }
    const { additionals, rcode } = ask('tok.cb.test', 'A', { additionals: [opt] })

    expect({ rcode, opt: additionals[0] }).toMatchObject({
      rcode: 'NOERROR',
      opt: { extendedRcode: 1, ednsVersion: 0 },
    })
  })

  test.each([
    ['an answer', '000181800001000000000000' + question, 'dns', 'response'],
    ['a few bytes', '0102', 'unknown', 'bytes'],
    ['an empty datagram', '', 'unknown', 'bytes'],
  ])('%s is recorded and never answered', (_case, bytes, channel, did) => {
    expect(answerDatagram(hex(bytes), settings)).toEqual({
      saw: [{ channel, did, asked: null, raw: hex(bytes) }],
      write: null,
      close: false,
    })
  })
})

test('an answer over UDP that does not fit asks to come by TCP', () => {
  const of = listenerSettings({ mayGoOn: () => true, publicAddresses: new Array<string>(50).fill('2001:db8::7') })

  expect(ask('goon.cb.test', 'AAAA', { of })).toMatchObject({ flag_tc: true, answers: [] })
})

test('no more than 4 KiB of a datagram are kept', () => {
  expect(answerDatagram(new Uint8Array(60_000), settings).saw[0]?.raw).toHaveLength(4_096)
})

test.each([
  ['a zone that is no host name', { zone: 'c b.test' }],
  ['a zone in capitals', { zone: 'CB.test' }],
  ['a zone that leaves no room', { zone: Array.from({ length: 60 }, () => 'abc').join('.') }],
  ['an address that is none', { publicAddresses: ['localhost'] }],
])('settings with %s are our own mistake', (_case, changed) => {
  expect(() => answerDatagram(recordedDatagrams[0]!.bytes, listenerSettings(changed))).toThrow(RangeError)
})
