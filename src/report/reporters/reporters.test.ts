import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
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
import type { Gap } from '../../core/index.ts'
import { reporterFor, reporters } from './index.ts'

const results = [fc.array(anyFinding, { maxLength: 5 }), fc.array(anyGap, { maxLength: 5 })] as const

/** Control characters but line ends, marks of direction, invisible characters, halves of surrogate pairs. */
const acting = /(?![\r\n])[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u

const runs = reporters.flatMap((reporter) =>
  [someHeader, scanHeader, huntHeader].map((header) => [reporter.id, header.verb, reporter, header] as const),
)

describe.each(runs)('%s of a %s', (_id, _verb, reporter, header) => {
  test('shows every finding and every gap, with its reason', () => {
    fc.assert(
      fc.property(...results, (findings, gaps) => {
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
      fc.property(...results, (findings, gaps) => {
        expect(documentOf(reporter, findings, gaps, { header })).not.toMatch(acting)
      }),
      { numRuns: 100 },
    )
  })

  test('says the same twice: it has no clock and no chance', () => {
    const findings = [...sampleExposures(4), ...sampleComponents(4), ...sampleAttacks(4)]
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

test('an unknown format is a problem that lists those there are', () => {
  expect(() => reporterFor('pdf')).toThrow(
    expect.objectContaining({ code: 'REPORT_FORMAT_UNKNOWN', hint: expect.stringContaining('sarif') as string }),
  )
})
