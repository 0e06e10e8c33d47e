import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  anyAttack,
  anyCampaign,
  anyFinding,
  anyGap,
  documentOf,
  huntHeader,
  placeOf,
  sampleAttacks,
  sampleComponents,
  sampleExposures,
  sampleGaps,
  scanHeader,
  someHeader,
} from '../../../test/kit/generated-results.ts'
import type { Finding, Gap } from '../../core/index.ts'
import type { Reporter } from '../reporter.ts'
import { reporterFor, reporters, reportersFor } from './index.ts'

/** Whatever a form can be given: attacks only, if it is for nothing else. */
const resultsOf = ({ onlyFor }: Reporter) =>
  [
    fc.array<Finding>(onlyFor === 'hunt' ? anyAttack : anyFinding, { maxLength: 5 }),
    fc.array(anyGap, { maxLength: 5 }),
  ] as const

/** Control characters but line ends, marks of direction, invisible characters, halves of surrogate pairs. */
const acting = /(?![\r\n])[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u

const runs = [someHeader, scanHeader, huntHeader].flatMap((header) =>
  reportersFor(header.verb).map((reporter) => [reporter.id, header.verb, reporter, header] as const),
)

describe.each(runs)('%s of a %s', (_id, _verb, reporter, header) => {
  test('shows every finding and every gap, with its reason', () => {
    fc.assert(
      fc.property(...resultsOf(reporter), (findings, gaps) => {
        const document = documentOf(reporter, findings, gaps, { header })
        for (const finding of findings) {
          expect(document).toContain(placeOf(finding))
          for (const { id, status } of finding.cves) if (status === 'affected') expect(document).toContain(id)
        }
        for (const { at, because } of gaps) {
          expect(document).toContain(new URL(at).host)
          expect(document).toContain(because)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('lets nothing that came from outside act on a terminal that shows it', () => {
    fc.assert(
      fc.property(...resultsOf(reporter), fc.array(anyCampaign, { maxLength: 3 }), (findings, gaps, seen) => {
        const campaigns = header.verb === 'hunt' ? { campaigns: seen } : {}
        expect(documentOf(reporter, findings, gaps, { header, ...campaigns })).not.toMatch(acting)
      }),
      { numRuns: 100 },
    )
  })

  test('says the same twice: it has no clock and no chance', () => {
    const others = reporter.onlyFor === 'hunt' ? [] : [...sampleExposures(4), ...sampleComponents(4)]
    const findings = [...others, ...sampleAttacks(4)]
    const gaps = sampleGaps(4)

    expect(documentOf(reporter, findings, gaps, { header })).toBe(documentOf(reporter, findings, gaps, { header }))
  })

  test('is whole without any finding, and says nothing is safe', () => {
    const document = documentOf(reporter, [], [], { header })

    expect(document.length).toBeGreaterThan(20)
    expect(document).not.toMatch(/not vulnerable|\bsafe\b|\bclean\b/i)
  })

  test('takes a hundred thousand gaps of one reason', { timeout: 20_000 }, () => {
    const gaps = Array.from(
      { length: 100_000 },
      (_, i): Gap => ({ at: `http://${i}/`, because: 'timed-out', detail: '' }),
    )

    expect(documentOf(reporter, [], gaps, { header })).toContain('timed-out')
  })
})

test.each([
  ['pdf', 'hunt'],
  ['stix', 'scan'],
] as const)('%s of a %s is a problem that lists what there is', (id, verb) => {
  expect(() => reporterFor(id, verb)).toThrow(
    expect.objectContaining({ code: 'REPORT_FORMAT_UNKNOWN', hint: expect.stringContaining('sarif') as string }),
  )
})

test('a document of attacks refuses anything else instead of losing it', () => {
  const [exposure] = sampleExposures(1)

  for (const reporter of reporters.filter(({ onlyFor }) => onlyFor === 'hunt'))
    expect(() => documentOf(reporter, [exposure!], [])).toThrow(/kind exposure/)
})
