import { findingJson, gapJson, headerJson, summaryJson } from '../finding-json.ts'
import { JsonList, jsonDocument } from '../json-document.ts'
import type { Reporter } from '../reporter.ts'

/** One JSON document, `fireline.report/1`. It is held until the end; `jsonl` streams. */
export const json: Reporter = {
  id: 'json',
  mediaType: 'application/json',
  summary: 'one JSON document at the end, schema fireline.report/1',
  definedBy: '[report.schema.json](report.schema.json)',

  begin(header) {
    const findings = new JsonList()
    const gaps = new JsonList()
    return {
      finding: (finding) => (findings.add(findingJson(finding)), ''),
      gap: (gap) => (gaps.add(gapJson(gap)), ''),
      end(summary) {
        const head = { schema: 'fireline.report/1', ...headerJson(header), ...summaryJson(summary) }
        return jsonDocument({ ...head, findings, gaps })
      },
    }
  },
}
