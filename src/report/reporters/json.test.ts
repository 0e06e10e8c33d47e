import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anyExposure,
  anyFinding,
  anyGap,
  documentOf,
  sampleExposures,
  sampleGaps,
  someHeader,
} from '../../../test/kit/generated-results.ts'
import { reportSchema } from '../../contract/index.ts'
import { json } from './json.ts'

test('keeps to the published schema, and has nothing that it does not name', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 4 }), fc.array(anyGap, { maxLength: 4 }), (findings, gaps) => {
      const document: unknown = JSON.parse(documentOf(json, findings, gaps))
      // Reading drops what the schema does not name.
      expect(reportSchema.parse(document)).toEqual(document)
    }),
    { numRuns: 50 },
  )
})

test('is the report of the contract, with moments in ISO 8601', () => {
  const gaps = sampleGaps(2)

  expect(JSON.parse(documentOf(json, sampleExposures(1), gaps))).toMatchObject({
    schema: 'fireline.report/1',
    tool: { name: 'fireline', version: '0.1.0' },
    verb: 'probe',
    startedAt: '1970-01-01T00:00:00.000Z',
    endedAt: '1970-01-01T00:01:00.000Z',
    complete: true,
    gaps,
  })
})

test('says of a finding what was found, to the letter, however hostile', () => {
  fc.assert(
    fc.property(anyExposure, (finding) => {
      const { findings } = JSON.parse(documentOf(json, [finding], [])) as { findings: [typeof finding] }
      expect(findings[0].at).toEqual(finding.at)
      expect(findings[0].cves).toEqual(finding.cves)
      expect(findings[0].callback.from).toEqual(finding.callback.from)
    }),
  )
})

test('a finding is written when it comes, so that memory does not grow with their number', () => {
  const [finding] = sampleExposures(1)
  const writer = json.begin(someHeader, { colour: false })

  expect(writer.finding(finding!)).toContain(`"id":"${finding!.id}"`)
  expect(writer.finding(finding!)).toMatch(/^,\n\{/)
})
