import { AttackLines } from '../attack-lines.ts'
import { findingJson, gapJson, headerJson, summaryJson } from '../finding-json.ts'
import type { Reporter } from '../reporter.ts'
import { jsonText } from '../visible.ts'

/** One JSON object a line as results come: findings, gaps (`fireline.gap/1`), and a summary line at the end. */
export const jsonl: Reporter = {
  id: 'jsonl',
  mediaType: 'application/x-ndjson',
  summary: 'one JSON object a line as results come, a summary at the end',
  definedBy: '[report-line.schema.json](report-line.schema.json)',

  tellsAgain: true,

  begin(header) {
    const attacks = new AttackLines()
    const line = (value: unknown): string => `${jsonText(value)}\n`
    return {
      finding: (finding) => (finding.kind === 'attack' ? `${attacks.text(finding)}\n` : line(findingJson(finding))),
      outcome: (finding) => `${attacks.text(finding)}\n`,
      gap: (gap) => line({ schema: 'fireline.gap/1', ...gapJson(gap) }),
      end: (summary) => line({ schema: 'fireline.summary/1', ...headerJson(header), ...summaryJson(summary) }),
    }
  },
}
