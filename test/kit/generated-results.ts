import fc from 'fast-check'
import {
  type ExposureFinding,
  type FindingId,
  type Gap,
  type GapReason,
  gapReasons,
  instantOfEpoch,
  millis,
  type RunHeader,
  type RunSummary,
} from '../../src/core/index.ts'
import type { Reporter } from '../../src/report/index.ts'

/** What a hostile target can put into a name: markup, formulas, terminal commands, marks that turn text around. */
const hostile = fc.constantFrom(
  'plain',
  '<script>alert(1)</script>',
  '</script><script>alert(2)</script>',
  '=HYPERLINK("x")',
  '@SUM(1;=1)',
  ' +1',
  '\u001b[2Jgone',
  '\u009b2Jgone',
  '\u202eevil',
  '\u200bhidden\ufeff',
  '\ud800',
  'a,"b"',
  '{|}^`%zz[é]?#a#b',
  "'><img src=x onerror=alert(3)>",
  '\r\nX: y',
)

const endpoint = hostile.map((address) => ({ address: `192.0.2.7${address}`, port: 5 }))

/** A finding in which everything that a target, a resolver or a listener elsewhere can choose is hostile. */
export const anyFinding: fc.Arbitrary<ExposureFinding> = fc
  .record({
    n: fc.nat(1_000_000),
    proven: fc.boolean(),
    path: hostile,
    name: hostile,
    asked: fc.option(hostile, { nil: null }),
    from: endpoint,
    egress: fc.array(hostile, { maxLength: 2 }),
    identity: fc.option(fc.record({ hostName: hostile, os: hostile }), { nil: null }),
    because: hostile,
    payload: hostile,
    delay: fc.constantFrom(0, 0.4, 12, 9_999.6, 61_000, 86_400_000, 400_000_000),
  })
  .map(
    ({ n, proven, path, name, asked, from, egress, identity, because, payload, delay }): ExposureFinding => ({
      schema: 'fireline.finding/1',
      id: `f-${n}` as FindingId,
      kind: 'exposure',
      at: { url: `http://host-${n}.example/${path}`, point: { kind: 'header', name } },
      proof: proven ? 'looked-up' : 'name-resolved',
      band: proven ? 'C' : null,
      callback: { channel: 'ldap', from, source: 'target', at: instantOfEpoch(n), delayMs: millis(delay) },
      egress,
      identity,
      title: `title of ${name}`,
      severity: proven ? 'critical' : 'medium',
      cves: [{ id: 'CVE-2021-44228', status: proven ? 'affected' : 'under_investigation', because }],
      evidence: [
        {
          kind: 'callback',
          channel: 'ldap',
          did: 'search',
          asked,
          from,
          to: { address: '192.0.2.1', port: 389 },
          at: instantOfEpoch(n),
          delayMs: millis(delay),
          rawHex: '30',
        },
        { kind: 'delivery', payload, status: null, sentAt: instantOfEpoch(n) },
      ],
      by: 'probe',
      seenAt: instantOfEpoch(n),
      remedy: proven ? 'update' : 'find out',
    }),
  )

export const anyGap: fc.Arbitrary<Gap> = fc
  .record({
    n: fc.nat(1_000_000),
    place: hostile,
    because: fc.constantFrom(...(Object.keys(gapReasons) as GapReason[])),
    detail: hostile,
  })
  .map(({ n, place, because, detail }) => ({ at: `http://gap-${n}.example/${place}`, because, detail }))

export const someHeader: RunHeader = {
  verb: 'probe',
  tool: { name: 'fireline', version: '0.1.0' },
  startedAt: instantOfEpoch(0),
}

export const someSummary: RunSummary = {
  endedAt: instantOfEpoch(60_000),
  complete: true,
  notes: ['https://host/\u001b[2J<script>: its certificate is not accepted'],
  stats: {
    targets: 2,
    requests: 9,
    pointsDelivered: 5,
    pointsNotDelivered: 1,
    targetsProven: 1,
    targetsUnknown: 1,
    targetsNotReached: 0,
    callbacks: 3,
  },
}

/** The whole document that a reporter writes. */
export function documentOf(
  reporter: Reporter,
  findings: readonly ExposureFinding[],
  gaps: readonly Gap[],
  colour = false,
): string {
  const writer = reporter.begin(someHeader, { colour })
  return [
    ...findings.map((each) => writer.finding(each)),
    ...gaps.map((each) => writer.gap(each)),
    writer.end(someSummary),
  ].join('')
}

/** Always the same findings for the same number. */
export function sampleFindings(count: number): readonly ExposureFinding[] {
  return fc.sample(anyFinding, { seed: 1, numRuns: count })
}

export function sampleGaps(count: number): readonly Gap[] {
  return fc.sample(anyGap, { seed: 2, numRuns: count })
}
