import type { AdvisoryId, ComponentFinding, VexStatus } from '../../core/index.ts'
import { standingOf, standings, standingWords, statuses, statusWords, versionWords } from '../component-words.ts'
import { folderOf, nestingOf } from '../place.ts'
import type { BarRow, Tone } from './bars.ts'
import { rankedBars, rowsShown } from './ranked-bars.ts'

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
  return rankedBars(rows, 'Components by advisory')
}

/** Which releases lie there, and how they stand. */
export function releasePlot(findings: readonly ComponentFinding[]): string {
  return rankedBars(
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
  return rankedBars(
    byStanding(findings, (_finding, i) => labels[i] ?? ''),
    'Components by folder',
  )
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
