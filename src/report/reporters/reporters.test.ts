import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reportSchema } from '../../contract/index.ts'
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
} from '../../core/index.ts'
import type { Reporter } from '../reporter.ts'
import { reporterFor, reporters } from './index.ts'

const header: RunHeader = { verb: 'probe', tool: { name: 'fireline', version: '0.1.0' }, startedAt: instantOfEpoch(0) }
const summary: RunSummary = {
  endedAt: instantOfEpoch(60_000),
  complete: true,
  notes: ['https://host/: its certificate is not accepted'],
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

/** What a hostile target can put into a name: markup, formulas, terminal commands, marks that turn text around. */
const hostile = fc.constantFrom(
  'plain',
  '<script>alert(1)</script>',
  '=HYPERLINK("x")',
  '\u001b[2Jgone',
  '\u202eevil',
  'a,"b"',
  "'><img src=x>",
  '\r\nX: y',
)

const finding = fc.record({ name: hostile, asked: hostile, proven: fc.boolean(), n: fc.nat(1_000_000) }).map(
  ({ name, asked, proven, n }): ExposureFinding => ({
    schema: 'fireline.finding/1',
    id: `f-${n}` as FindingId,
    kind: 'exposure',
    at: { url: `http://host-${n}.example/`, point: { kind: 'header', name } },
    proof: proven ? 'looked-up' : 'name-resolved',
    band: proven ? 'C' : null,
    callback: {
      channel: 'ldap',
      from: { address: '192.0.2.7', port: 5 },
      source: 'target',
      at: instantOfEpoch(n),
      delayMs: millis(12),
    },
    egress: ['tcp/1389 ldap'],
    identity: null,
    title: `title of ${n}`,
    severity: proven ? 'critical' : 'medium',
    cves: [{ id: 'CVE-2021-44228', status: proven ? 'affected' : 'under_investigation', because: 'so it is' }],
    evidence: [
      {
        kind: 'callback',
        channel: 'ldap',
        did: 'search',
        asked,
        from: { address: '192.0.2.7', port: 5 },
        to: { address: '192.0.2.1', port: 389 },
        at: instantOfEpoch(n),
        delayMs: millis(12),
        rawHex: '30',
      },
    ],
    by: 'probe',
    seenAt: instantOfEpoch(n),
    remedy: 'update',
  }),
)

const gap = fc
  .record({
    n: fc.nat(1_000_000),
    because: fc.constantFrom(...(Object.keys(gapReasons) as GapReason[])),
    detail: hostile,
  })
  .map(({ n, because, detail }): Gap => ({ at: `http://gap-${n}.example/`, because, detail }))

function render(
  reporter: Reporter,
  findings: readonly ExposureFinding[],
  gaps: readonly Gap[],
  colour = false,
): string {
  const writer = reporter.begin(header, { colour })
  return [
    ...findings.map((each) => writer.finding(each)),
    ...gaps.map((each) => writer.gap(each)),
    writer.end(summary),
  ].join('')
}

describe.each(reporters.map((reporter) => [reporter.id, reporter] as const))('%s', (id, reporter) => {
  test('shows every finding, and every gap or how many more there are of its reason', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 6 }), fc.array(gap, { maxLength: 6 }), (findings, gaps) => {
        const document = render(reporter, findings, gaps)
        for (const { at } of findings) expect(document).toContain(at.url)
        for (const { at, because } of gaps) {
          expect(document).toContain(at)
          expect(document).toContain(because)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('lets nothing that came from outside act on whoever reads it', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 4 }), fc.array(gap, { maxLength: 4 }), (findings, gaps) => {
        const document = render(reporter, findings, gaps)
        expect(document).not.toContain('\u001b')
        if (id !== 'json' && id !== 'jsonl' && id !== 'sarif') expect(document).not.toContain('\u202e')
        if (id === 'html') expect(document).not.toMatch(/<script|<img/)
        if (id === 'csv') expect(document).not.toMatch(/(^|,)"?[=+@]/m)
      }),
      { numRuns: 50 },
    )
  })

  test('says the same twice: it has no clock and no chance', () => {
    const [one] = fc.sample(fc.tuple(fc.array(finding, { minLength: 3 }), fc.array(gap, { minLength: 3 })), {
      seed: 1,
      numRuns: 1,
    })
    if (one === undefined) throw new Error('no sample')

    expect(render(reporter, ...one)).toBe(render(reporter, ...one))
  })

  test('is whole without any finding, and says nothing is safe', () => {
    const document = render(reporter, [], [])

    expect(document.length).toBeGreaterThan(20)
    expect(document).not.toMatch(/not vulnerable|\bsafe\b|\bclean\b/i)
  })
})

test('json is the report of the contract, jsonl one object a line with a summary at the end', () => {
  const [one] = fc.sample(finding, { seed: 2, numRuns: 1 })
  if (one === undefined) throw new Error('no sample')
  const other: Gap = { at: 'x', because: 'rejected', detail: 'status 400' }
  const report = JSON.parse(render(reporterFor('json'), [one], [other])) as Record<string, unknown>
  expect(report).toMatchObject({
    schema: 'fireline.report/1',
    tool: { name: 'fireline', version: '0.1.0' },
    verb: 'probe',
    startedAt: '1970-01-01T00:00:00.000Z',
    complete: true,
    gaps: [other],
  })
  const lines = render(reporterFor('jsonl'), [one], [other])
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { schema: string })
  expect(lines.map(({ schema }) => schema)).toEqual(['fireline.finding/1', 'fireline.gap/1', 'fireline.summary/1'])
})

test('json keeps to the published schema, whatever was found', () => {
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 4 }), fc.array(gap, { maxLength: 4 }), (findings, gaps) => {
      expect(reportSchema.safeParse(JSON.parse(render(reporterFor('json'), findings, gaps))).error).toBeUndefined()
    }),
    { numRuns: 50 },
  )
})

test('text is coloured only when it may be', () => {
  const [one] = fc.sample(finding, { seed: 3, numRuns: 1 })
  if (one === undefined) throw new Error('no sample')

  expect(render(reporterFor('text'), [one], [], true)).toContain('\u001b[')
})

test('sarif names a rule for each result, by its place in the list', () => {
  const sample = fc.sample(finding, { seed: 4, numRuns: 5 })
  const { runs } = JSON.parse(render(reporterFor('sarif'), sample, [{ at: 'x', because: 'blocked', detail: '' }])) as {
    runs: [
      {
        tool: { driver: { rules: { id: string }[] } }
        results: { ruleId: string; ruleIndex: number; level: string; message: { text: string } }[]
      },
    ]
  }
  const [{ tool, results }] = runs

  expect(results).toHaveLength(5)
  for (const { ruleId, ruleIndex, level, message } of results) {
    expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
    expect(['error', 'warning', 'note']).toContain(level)
    expect(message.text).not.toBe('')
  }
})

test('an unknown format is a problem that lists those there are', () => {
  expect(() => reporterFor('pdf')).toThrow(
    expect.objectContaining({ code: 'REPORT_FORMAT_UNKNOWN', hint: expect.stringContaining('sarif') as string }),
  )
})
