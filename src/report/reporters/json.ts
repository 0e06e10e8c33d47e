import { findingJson, gapJson, headerJson, summaryJson } from '../finding-json.ts'
import { JsonList, jsonDocument } from '../json-document.ts'
import type { Reporter } from '../reporter.ts'
import { jsonText } from '../visible.ts'

/**
 * One JSON document, `fireline.report/1`. Findings come out as they come, because a hunt can have millions; gaps and sums
 * are its last members.
 */
export const json: Reporter = {
  id: 'json',
  mediaType: 'application/json',
  summary: 'one JSON document, schema fireline.report/1',
  definedBy: '[report.schema.json](report.schema.json)',

  begin(header) {
    const head = Object.entries({ schema: 'fireline.report/1', ...headerJson(header) })
    const opening = `{\n${head.map(([name, value]) => `${jsonText(name)}:${jsonText(value)},\n`).join('')}"findings":[`
    let before = `${opening}\n`
    const gaps = new JsonList()
    return {
      finding(finding) {
        const text = `${before}${jsonText(findingJson(finding))}`
        before = ',\n'
        return text
      },
      gap: (gap) => (gaps.add(gapJson(gap)), ''),
      end(summary) {
        const rest = jsonDocument({ gaps, ...summaryJson(summary) }).replace(/^\{\n/, '')
        return `${before === ',\n' ? '\n' : opening}],\n${rest}`
      },
    }
  },
}
