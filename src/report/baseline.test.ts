import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyFinding, anyGap, documentOf, sampleComponents } from '../../test/kit/generated-results.ts'
import type { CveStatus, Finding } from '../core/index.ts'
import { type Baseline, isNew, readBaseline } from './baseline.ts'
import { reportParts } from './report-parts.ts'
import { reporterFor } from './reporters/index.ts'

const [sample] = sampleComponents(1)
const affected: CveStatus = { id: 'CVE-2021-44228', status: 'affected', because: '' }
const finding: Finding = { ...sample!, cves: [affected, { ...affected, id: 'CVE-2021-45046', status: 'fixed' }] }

function baselineOf(text: string): Baseline {
  return readBaseline('before.json', reportParts('before.json', [text]))
}

describe.each(['json', 'jsonl'])('a report in %s', (format) => {
  test('has nothing new for the run that wrote it, whatever was found', () => {
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 5 }), fc.array(anyGap, { maxLength: 3 }), (findings, gaps) => {
        const baseline = baselineOf(documentOf(reporterFor(format, 'scan'), findings, gaps))
        expect(findings.filter((each) => isNew(each, baseline))).toEqual([])
      }),
    )
  })

  test('a finding that it has not is new, and so is one that another advisory affects by now', () => {
    const baseline = baselineOf(documentOf(reporterFor(format, 'scan'), [finding], []))

    expect(isNew({ ...finding, id: 'f-other' as Finding['id'] }, baseline)).toBe(true)
    expect(isNew({ ...finding, cves: [affected, { ...affected, id: 'CVE-2021-45046' }] }, baseline)).toBe(true)
    expect(isNew({ ...finding, cves: [affected, { ...affected, id: 'CVE-2021-44832' }] }, baseline)).toBe(true)
  })

  test('a finding that got better, or that moved nowhere, is not new', () => {
    const baseline = baselineOf(documentOf(reporterFor(format, 'scan'), [finding], []))

    expect(isNew(finding, baseline)).toBe(false)
    expect(isNew({ ...finding, cves: [{ ...affected, status: 'fixed' }] }, baseline)).toBe(false)
  })
})

test('lines of a run that did not end are taken for what they have', () => {
  const [line] = documentOf(reporterFor('jsonl', 'scan'), [finding], []).split('\n')

  expect(isNew(finding, baselineOf(`${line!}\n`))).toBe(false)
})

test('members and kinds that are not known yet are borne', () => {
  const later = { schema: 'fireline.finding/1', id: 'f-1', kind: 'attack', cves: [], novel: true }
  const report = { schema: 'fireline.report/1', findings: [later], novel: 1 }

  expect(baselineOf(JSON.stringify(report)).has('f-1')).toBe(true)
})

test.each([
  ['nothing', '', 'it is empty'],
  ['JSON of somebody else', '{"bomFormat":"CycloneDX"}', 'its schema is not ours'],
  ['a later schema', '{"schema":"fireline.report/2","findings":[]}', 'its schema is not ours'],
  ['a list', '[]', 'its schema is not ours'],
  ['findings that are no list', '{"schema":"fireline.report/1","findings":{}}', 'its schema is not ours'],
  ['a line of somebody else', '{"schema":"fireline.gap/1"}\n{}\n', 'part 2 is not ours'],
  ['a finding without an id', '{"schema":"fireline.finding/1","cves":[]}', 'a finding has no id, or no list of CVEs'],
  ['a status that is none', '{"schema":"fireline.finding/1","id":"f","cves":[{"id":"x"}]}', 'a finding has no id'],
])('%s is a problem that names the file and what is wrong', (_case, text, flaw) => {
  expect(() => baselineOf(text)).toThrow(
    expect.objectContaining({
      code: 'REPORT_BASELINE_UNREADABLE',
      message: expect.stringMatching(new RegExp(`"before\\.json".*${flaw}`)) as string,
    }),
  )
})
