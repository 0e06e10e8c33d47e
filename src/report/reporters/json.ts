import { findingJson, gapJson, headerJson, summaryJson } from '../finding-json.ts'
import type { Reporter } from '../reporter.ts'
import { jsonText } from '../visible.ts'

/** One JSON document, `fireline.report/1`. It is held until the end; `jsonl` streams. */
export const json: Reporter = {
  id: 'json',
  mediaType: 'application/json',
  summary: 'one JSON document at the end, schema fireline.report/1',
  definedBy: '[report.schema.json](report.schema.json)',

  begin(header) {
    const findings: unknown[] = []
    const gaps: unknown[] = []
    return {
      finding: (finding) => (findings.push(findingJson(finding)), ''),
      gap: (gap) => (gaps.push(gapJson(gap)), ''),
      end(summary) {
        const report = { schema: 'fireline.report/1', ...headerJson(header), ...summaryJson(summary), findings, gaps }
        return `${jsonText(report, 2)}\n`
      },
    }
  },
}
