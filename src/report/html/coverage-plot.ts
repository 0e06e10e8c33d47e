import type { Gap, RunSummary } from '../../core/index.ts'
import { type BarRow, bars } from './bars.ts'

/** What was examined and, by reason, what was not. */
export function coveragePlot(gaps: readonly Gap[], { stats }: RunSummary): string {
  const files = stats['files'] ?? stats['filesExamined']
  const byReason = new Map<string, number>()
  for (const { because } of gaps) byReason.set(because, (byReason.get(because) ?? 0) + 1)
  const rows: readonly BarRow[] = [
    ...(files === undefined || files === 0
      ? []
      : [
          { label: 'examined', parts: [{ count: files, tone: 'calm', word: files === 1 ? 'file' : 'files' } as const] },
        ]),
    ...[...byReason]
      .sort(([, a], [, b]) => b - a)
      .map(
        ([label, count]): BarRow => ({
          label,
          parts: [{ count, tone: 'warn', word: count === 1 ? 'place' : 'places' }],
        }),
      ),
  ]
  if (rows.length === 0) return '<p>There was no file to examine.</p>'
  return bars(rows, 'What was examined, and what was not')
}
