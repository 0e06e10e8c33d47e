import { type AttackFinding, type AttackVerdict, hostTemplate, techniquesOf } from '../../core/index.ts'
import { askedOf, attackNoun, attackVerdicts } from '../attack-words.ts'
import type { BarRow } from './bars.ts'
import { rankedBars } from './ranked-bars.ts'
import { verdictTones } from './verdict-tones.ts'

/** Whom they ask; names made for one request stand together. */
export function askedPlot(findings: readonly AttackFinding[]): string {
  return ranked(findings, 'Attacks by whom they ask', (finding) => {
    const asked = askedOf(finding)
    return asked === null ? [] : [hostTemplate(asked)]
  })
}

/** Where they came from. */
export function sourcePlot(findings: readonly AttackFinding[]): string {
  return ranked(findings, 'Attacks by the address that they came from', ({ from }) => (from === null ? [] : [from]))
}

/** How they are written; one that is written in several ways counts for each. */
export function techniquePlot(findings: readonly AttackFinding[]): string {
  return ranked(findings, 'Attacks by how they are written', techniquesOf)
}

/** Where in a record they stand. */
export function fieldPlot(findings: readonly AttackFinding[]): string {
  return ranked(findings, 'Attacks by place in the record', ({ field, format }) => [
    `${field ?? 'anywhere'} (${format})`,
  ])
}

function ranked(
  findings: readonly AttackFinding[],
  spoken: string,
  labelsOf: (finding: AttackFinding) => readonly string[],
): string {
  const byLabel = new Map<string, Map<AttackVerdict, number>>()
  for (const finding of findings)
    for (const label of labelsOf(finding)) {
      const counts = byLabel.get(label) ?? new Map<AttackVerdict, number>()
      counts.set(finding.verdict, (counts.get(finding.verdict) ?? 0) + 1)
      byLabel.set(label, counts)
    }
  if (byLabel.size === 0) return '<p class="soft">No record says so.</p>'
  const rows = [...byLabel].map(
    ([label, counts]): BarRow => ({
      label,
      parts: attackVerdicts.map((verdict) => {
        const count = counts.get(verdict) ?? 0
        return { count, tone: verdictTones[verdict], word: attackNoun(verdict, count) }
      }),
    }),
  )
  return rankedBars(rows, spoken)
}
