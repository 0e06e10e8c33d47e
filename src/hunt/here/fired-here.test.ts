import { expect, test } from 'vitest'
import { sampleAttacks } from '../../../test/kit/generated-results.ts'
import type { AttackFinding, Band, VexStatus } from '../../core/index.ts'
import { FiredHere } from './fired-here.ts'
import { readInventory } from './inventory.ts'

const [sample] = sampleAttacks(1)
const fires = (...firesOn: readonly Band[]): AttackFinding => ({
  ...sample!,
  verdict: 'fires',
  firesOn,
  severity: 'high',
  outcome: 'attempt',
})

const component = (version: string | null, status: VexStatus, versionRange: string | null = null) => ({
  schema: 'fireline.finding/1',
  kind: 'component',
  at: { path: `/srv/${version ?? 'x'}.jar` },
  component: { product: 'log4j-core', version, versionRange },
  cves: [
    { id: 'CVE-2021-44228', status, because: 'as its bytes say' },
    { id: 'CVE-2021-45105', status, because: 'as its bytes say' },
  ],
})

function judged(attack: AttackFinding, components: readonly object[], gaps: readonly object[] = [], complete = true) {
  const report = { schema: 'fireline.report/1', verb: 'scan', complete, findings: components, gaps }
  const finding = new FiredHere(readInventory('scan.json', [report])).judged(attack)
  const [cve] = finding.cves
  return `${cve?.id} ${cve?.status} ${finding.severity}: ${cve?.because}`
}

test.each([
  [
    'a release that evaluates it',
    [component('2.17.1', 'fixed'), component('2.14.1', 'affected'), component('2.13.0', 'affected')],
    'CVE-2021-44228 affected critical: log4j-core 2.14.1 in /srv/2.14.1.jar evaluates it, as 1 more',
  ],
  [
    'a vulnerable release on which it does not fire',
    [component('2.7', 'affected')],
    'CVE-2021-44228 not_affected low: log4j-core 2.7 in /srv/2.7.jar is of 2.0-beta9 to 2.7, on which it does not fire, and nothing else that the scan found is affected',
  ],
  [
    'a mitigated release',
    [component('2.14.1', 'not_affected')],
    'CVE-2021-44228 not_affected low: nothing that the scan found is affected; of log4j-core 2.14.1 in /srv/2.14.1.jar: not affected, as its bytes say',
  ],
  ['no Log4j at all', [], 'CVE-2021-44228 not_affected low: the scan found no Log4j that evaluates it'],
  [
    'a range that reaches into a band on which it fires',
    [component(null, 'affected', 'vers:maven/>=2.12.0|<=2.14.1')],
    'CVE-2021-44228 affected critical: log4j-core vers:maven/>=2.12.0|<=2.14.1 in /srv/x.jar evaluates it',
  ],
  [
    'a version that nobody knows',
    [component(null, 'affected')],
    'CVE-2021-44228 under_investigation high: log4j-core of an unknown version in /srv/x.jar may evaluate it',
  ],
  [
    'a component that could not be judged',
    [component('2.14.1', 'under_investigation')],
    'CVE-2021-44228 under_investigation high: of log4j-core 2.14.1 in /srv/2.14.1.jar it is not known: as its bytes say',
  ],
])('%s', (_case, components, answer) => {
  expect(judged(fires('C'), components)).toBe(answer)
})

test('what the scan could not examine keeps it open, and so does a scan that did not end', () => {
  expect(judged(fires('C'), [], [{ at: 'x' }])).toMatch(/ under_investigation high: .* could not examine 1 places$/)
  expect(judged(fires('C'), [], [], false)).toMatch(/ under_investigation /)
})

test('a text that makes Log4j fail is held against its own advisory, whatever the band', () => {
  expect(judged({ ...fires(), verdict: 'dos' }, [component('2.16.0', 'affected')])).toMatch(/^CVE-2021-45105 affected /)
})

test('an attempt that fires nowhere, and a trace of an evaluation, stay as they are', () => {
  for (const verdict of ['attempt', 'evidence'] as const) {
    const attack: AttackFinding = { ...sample!, verdict }
    expect(new FiredHere({ items: [], unexamined: 0 }).judged(attack)).toBe(attack)
  }
})

test('a report in lines says the same; without its summary it is of a scan that did not end', () => {
  const lines = [component('2.14.1', 'fixed'), { schema: 'fireline.summary/1', verb: 'scan', complete: true }]

  expect(readInventory('x', lines)).toMatchObject({ unexamined: 0, items: [{ bands: ['C'] }] })
  expect(readInventory('x', lines.slice(0, 1))).toMatchObject({ unexamined: 1 })
})

test.each([
  ['nothing', []],
  ['no object', ['hello']],
  ['another schema', [{ schema: 'other' }]],
  ['a list', [[]]],
  ['a report of a probe', [{ schema: 'fireline.report/1', verb: 'probe', complete: true, findings: [], gaps: [] }]],
])('%s is no report of a scan', (_case, parts) => {
  expect(() => readInventory('it.json', parts)).toThrow(expect.objectContaining({ code: 'HUNT_SCAN_UNREADABLE' }))
})

test('what was seen counts over what a scan did not find', () => {
  const seen = (outcome: AttackFinding['outcome']): AttackFinding => ({
    ...fires('C'),
    outcome,
    cves: [{ id: 'CVE-2021-44228', status: 'affected', because: 'it called' }],
  })

  expect(judged(seen('callback-seen'), [])).toBe(
    'CVE-2021-44228 affected high: it called; yet the scan found no Log4j that evaluates it',
  )
  expect(judged(seen('likely'), [])).toBe(
    'CVE-2021-44228 under_investigation high: the scan found no Log4j that evaluates it, yet something went out as if it had fired',
  )
})
