import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anyFinding,
  anyGap,
  documentOf,
  sampleExposures,
  sampleGaps,
  someHeader,
} from '../../../test/kit/generated-results.ts'
import { reportLineSchema } from '../../contract/index.ts'
import { jsonl } from './jsonl.ts'

test('every line keeps to the published schema, and has nothing that it does not name', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 4 }), fc.array(anyGap, { maxLength: 4 }), (findings, gaps) => {
      const lines = documentOf(jsonl, findings, gaps).trimEnd().split('\n')
      expect(lines).toHaveLength(findings.length + gaps.length + 1)
      for (const line of lines) {
        const object: unknown = JSON.parse(line)
        expect(reportLineSchema.parse(object)).toEqual(object)
      }
    }),
    { numRuns: 50 },
  )
})

test('each finding and each gap is a line as soon as it is known; the summary is the last', () => {
  const writer = jsonl.begin(someHeader, { colour: false })
  const [finding] = sampleExposures(1)
  const [gap] = sampleGaps(1)

  expect(writer.finding(finding!)).toMatch(/^\{"schema":"fireline.finding\/1",.*\}\n$/)
  expect(writer.gap(gap!)).toMatch(/^\{"schema":"fireline.gap\/1",.*\}\n$/)
  expect(documentOf(jsonl, [finding!], [gap!])).toMatch(/\n\{"schema":"fireline.summary\/1",.*\}\n$/)
})
