import fc from 'fast-check'
import { expect, test } from 'vitest'
import { validateSarif as validate } from '../../../test/kit/documents/sarif.ts'
import {
  anyFinding,
  anyGap,
  documentOf,
  huntHeader,
  sampleAttacks,
  sampleComponents,
  sampleExposures,
  sampleGaps,
  scanHeader,
} from '../../../test/kit/generated-results.ts'
import type { ComponentFinding, CveStatus, FindingId } from '../../core/index.ts'
import { sarif } from './sarif.ts'

test('keeps to the schema of SARIF 2.1.0, whatever was found', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 4 }), fc.array(anyGap, { maxLength: 4 }), (findings, gaps) => {
      validate(JSON.parse(documentOf(sarif, findings, gaps)))
      expect(validate.errors).toBeNull()
    }),
    { numRuns: 50 },
  )
})

test('the schema refuses what is no SARIF', () => {
  const log = JSON.parse(documentOf(sarif, sampleExposures(1), [])) as { runs: [{ results: [{ level: string }] }] }
  log.runs[0].results[0].level = 'critical'

  expect(validate(log)).toBe(false)
})

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { rules: readonly Named[]; notifications: readonly Named[] } }
      readonly results: readonly { ruleId: string; ruleIndex: number; level: string; message: { text: string } }[]
      readonly invocations: readonly [
        { toolExecutionNotifications: readonly { descriptor: { id: string; index: number } }[] },
      ]
    },
  ]
}

interface Named {
  readonly id: string
}

test('results and notifications name their rule by its id and its place', () => {
  const { runs } = JSON.parse(documentOf(sarif, sampleExposures(5), sampleGaps(5))) as Log
  const [{ tool, results, invocations }] = runs

  expect(results).toHaveLength(5)
  for (const { ruleId, ruleIndex, message } of results) {
    expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
    expect(message.text).not.toBe('')
  }
  const notified = invocations[0].toolExecutionNotifications
  expect(notified).toHaveLength(5)
  for (const { descriptor } of notified) expect(tool.driver.notifications[descriptor.index]?.id).toBe(descriptor.id)
})

test('an attack is a result at its line; one in an archive is at the archive, with its place inside', () => {
  const [attack] = sampleAttacks(1)
  const plain = { ...attack!, verdict: 'fires', severity: 'high' } as const
  const log = JSON.parse(
    documentOf(
      sarif,
      [
        { ...plain, at: { source: '/var/log/a b.log', line: 7, byteOffset: 0 } },
        { ...plain, at: { source: '/var/log/a.zip!b.log', line: 9, byteOffset: 0 } },
      ],
      [],
      { header: huntHeader },
    ),
  ) as {
    runs: [
      {
        results: {
          ruleId: string
          level: string
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } }
              logicalLocations: [{ fullyQualifiedName: string }]
            },
          ]
        }[]
      },
    ]
  }
  const [first, second] = log.runs[0].results

  expect([first?.ruleId, first?.level]).toEqual(['attack-fires', 'error'])
  expect(first?.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'file:///var/log/a%20b.log' },
    region: { startLine: 7 },
  })
  expect(second?.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'file:///var/log/a.zip' },
    region: { startLine: 1 },
  })
  expect(second?.locations[0].logicalLocations[0].fullyQualifiedName).toBe('/var/log/a.zip!b.log:9')
})

test('what is proven is an error, and what is not is a warning', () => {
  const findings = sampleExposures(8)
  const { runs } = JSON.parse(documentOf(sarif, findings, [])) as Log

  expect(runs[0].results.map(({ level }) => level)).toEqual(
    findings.map(({ proof }) => (proof === 'looked-up' ? 'error' : 'warning')),
  )
})

const [sample] = sampleComponents(1)
const cve = (id: CveStatus['id'], status: CveStatus['status']): CveStatus => ({ id, status, because: 'as it is' })
const component = (n: number, ...cves: readonly CveStatus[]): ComponentFinding => ({
  ...sample!,
  id: `f-${n}` as FindingId,
  at: { path: `/srv/shop ${n}.war!WEB-INF/lib/log4j-core.jar` },
  severity: 'critical',
  component: { ...sample!.component, product: 'log4j-core', version: '2.14.1' },
  cves,
})

interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly kind?: string
  readonly level: string
  readonly message: { readonly text: string }
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly locations: readonly [
    {
      readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } }
      readonly logicalLocations: readonly [{ readonly name: string; readonly fullyQualifiedName: string }]
    },
  ]
}

interface Run {
  readonly automationDetails: { readonly id: string }
  readonly tool: { readonly driver: { readonly rules: readonly RuleOf[] } }
  readonly invocations: readonly [{ readonly toolExecutionNotifications: readonly object[] }]
  readonly results: readonly Result[]
}

interface RuleOf extends Named {
  readonly properties: { readonly 'security-severity'?: string; readonly tags: readonly string[] }
}

function scanned(findings: readonly ComponentFinding[], gaps: Parameters<typeof documentOf>[2] = []): readonly Run[] {
  return (JSON.parse(documentOf(sarif, findings, gaps, { header: scanHeader })) as { runs: readonly Run[] }).runs
}

test('each advisory that affects a component is a result under its own rule; the rest of them is none', () => {
  const finding = component(
    1,
    cve('CVE-2021-44228', 'affected'),
    cve('CVE-2021-45046', 'under_investigation'),
    cve('CVE-2020-9488', 'fixed'),
  )
  const [run] = scanned([finding])

  expect(run?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ['CVE-2021-44228', 'error'],
    ['CVE-2021-45046', 'warning'],
  ])
  expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(['CVE-2021-44228', 'CVE-2021-45046'])
  expect(run?.tool.driver.rules[0]?.properties['security-severity']).toBe('10.0')
})

test('what no advisory affects passed, and accuses nobody', () => {
  const [run] = scanned([component(1, cve('CVE-2021-44228', 'fixed')), component(2)])

  expect(run?.results.map(({ kind, level }) => [kind, level])).toEqual([
    ['pass', 'none'],
    ['open', 'none'],
  ])
})

test('the location is the file, and how it is nested is logical', () => {
  const [run] = scanned([component(1, cve('CVE-2021-44228', 'affected'))])
  const [location] = run!.results[0]!.locations

  expect(location.physicalLocation.artifactLocation.uri).toBe('file:///srv/shop%201.war')
  expect(location.logicalLocations[0]).toMatchObject({
    name: 'WEB-INF/lib/log4j-core.jar',
    fullyQualifiedName: '/srv/shop 1.war!WEB-INF/lib/log4j-core.jar',
  })
})

test('fingerprints tell every result apart, and are the same in the next run', () => {
  const findings = [1, 2].map((n) => component(n, cve('CVE-2021-44228', 'affected'), cve('CVE-2021-45046', 'affected')))
  const hashes = () =>
    scanned(findings).flatMap(({ results }) =>
      results.map((each) => each.partialFingerprints['primaryLocationLineHash']),
    )

  expect(new Set(hashes()).size).toBe(4)
  expect(hashes()).toEqual(hashes())
})

test('more results than code scanning takes go into a run of their own, under another category', {
  timeout: 60_000,
}, () => {
  const findings = Array.from({ length: 25_001 }, (_, n) => component(n, cve('CVE-2021-44228', 'affected')))
  const runs = scanned(findings, sampleGaps(3))

  expect(runs.map(({ results }) => results.length)).toEqual([25_000, 1])
  expect(runs.map(({ automationDetails }) => automationDetails.id)).toEqual(['fireline-scan/', 'fireline-scan-2/'])
  expect(runs.map(({ invocations }) => invocations[0].toolExecutionNotifications.length)).toEqual([3, 0])
})

test('no rule has more than code scanning takes of it', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 6 }), (findings) => {
      const { runs } = JSON.parse(documentOf(sarif, findings, [])) as { runs: readonly Run[] }
      for (const { id, properties } of runs.flatMap(({ tool }) => tool.driver.rules)) {
        expect(id.length).toBeLessThanOrEqual(255)
        expect(properties.tags.length).toBeLessThanOrEqual(20)
      }
      for (const { results, tool } of runs)
        for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
    }),
  )
})
