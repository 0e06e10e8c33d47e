import type { AdvisoryId, ComponentFinding, Gap, RunSummary, VexStatus } from '../../core/index.ts'
import { standingOf, standings, standingWords, statuses, statusWords, versionWords } from '../component-words.ts'
import { folderOf, nestingOf } from '../place.ts'
import { type BarRow, bars, type Tone } from './bars.ts'

/** Rows of a plot at most; the table has everything. */
const rowsShown = 12

const tonesOfStatus: Readonly<Record<VexStatus, Tone>> = {
  affected: 'alarm',
  under_investigation: 'warn',
  not_affected: 'calm',
  fixed: 'mute',
}

/** How many components each advisory affects, may affect, does not, or does no longer. */
export function advisoryPlot(findings: readonly ComponentFinding[]): string {
  const byCve = new Map<AdvisoryId, Map<VexStatus, number>>()
  for (const { cves } of findings)
    for (const { id, status } of cves) {
      const counts = byCve.get(id) ?? new Map<VexStatus, number>()
      counts.set(status, (counts.get(status) ?? 0) + 1)
      byCve.set(id, counts)
    }
  const rows = [...byCve].map(
    ([label, counts]): BarRow => ({
      label,
      parts: statuses.map((status) => ({
        count: counts.get(status) ?? 0,
        tone: tonesOfStatus[status],
        word: statusWords[status],
      })),
    }),
  )
  return plot(rows, 'Components by advisory')
}

/** Which releases lie there, and how they stand. */
export function releasePlot(findings: readonly ComponentFinding[]): string {
  return plot(
    byStanding(findings, ({ component }) => `${component.product} ${versionWords(component)}`),
    'Components by release',
  )
}

/** Where they lie. */
export function folderPlot(findings: readonly ComponentFinding[]): string {
  const folders = findings.map(({ at }) => folderOf(nestingOf(at.path).outer).split('/'))
  const deepest = folders.reduce((most, parts) => Math.max(most, parts.length), 1)
  const cut = (depth: number): readonly string[] => folders.map((parts) => parts.slice(0, depth).join('/') || '/')
  let depth = 1
  while (depth < deepest && new Set(cut(depth + 1)).size <= rowsShown) depth++
  const labels = cut(depth)
  return plot(
    byStanding(findings, (_finding, i) => labels[i] ?? ''),
    'Components by folder',
  )
}

/** What was examined and, by reason, what was not. */
export function coveragePlot(gaps: readonly Gap[], { stats }: RunSummary): string {
  const files = stats['files'] ?? stats['filesExamined']
  const byReason = new Map<string, number>()
  for (const { because } of gaps) byReason.set(because, (byReason.get(because) ?? 0) + 1)
  const rows: readonly BarRow[] = [
    ...(files === undefined
      ? []
      : [{ label: 'examined', parts: [{ count: files, tone: 'calm', word: 'files' } as const] }]),
    ...[...byReason]
      .sort(([, a], [, b]) => b - a)
      .map(
        ([label, count]): BarRow => ({
          label,
          parts: [{ count, tone: 'warn', word: count === 1 ? 'place' : 'places' }],
        }),
      ),
  ]
  return bars(rows, 'What was examined, and what was not')
}

function byStanding(
  findings: readonly ComponentFinding[],
  labelOf: (finding: ComponentFinding, i: number) => string,
): readonly BarRow[] {
  const tones = {
    vulnerable: 'alarm',
    unknown: 'warn',
    mitigated: 'calm',
    'not-affected': 'calm',
    fixed: 'mute',
  } as const
  const byLabel = new Map<string, Map<string, number>>()
  for (const [i, finding] of findings.entries()) {
    const label = labelOf(finding, i)
    const counts = byLabel.get(label) ?? new Map<string, number>()
    const standing = standingOf(finding)
    counts.set(standing, (counts.get(standing) ?? 0) + 1)
    byLabel.set(label, counts)
  }
  return [...byLabel].map(([label, counts]) => ({
    label,
    parts: standings.map((standing) => ({
      count: counts.get(standing) ?? 0,
      tone: tones[standing],
      word: standingWords[standing].toLowerCase(),
    })),
  }))
}

/** What is vulnerable most often comes first; what is not shown is counted. */
function plot(rows: readonly BarRow[], spoken: string): string {
  const urgent = ({ parts }: BarRow): readonly number[] => parts.map(({ count }) => count)
  const ordered = [...rows].sort((a, b) => compare(urgent(b), urgent(a)) || (a.label < b.label ? -1 : 1))
  const more = ordered.length - rowsShown
  const left = more > 0 ? `<p class="soft">and ${more.toLocaleString('en-US')} more, all in the table below</p>` : ''
  return `${bars(ordered.slice(0, rowsShown), spoken)}${left}`
}

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((value, at) => value !== b[at])
  return i < 0 ? 0 : (a[i] ?? 0) - (b[i] ?? 0)
}
