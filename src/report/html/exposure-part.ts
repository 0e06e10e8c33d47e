import { type ExposureFinding, isVulnerable, type Rung, type RunSummary } from '../../core/index.ts'
import { delayPlot } from './delay-plot.ts'
import { escapeHtml } from './escape.ts'
import { exposureTable } from './exposure-table.ts'
import { ladderPlot } from './ladder-plot.ts'
import { figure, type PagePart } from './page.ts'

/** Web services that were probed. */
export function exposurePart(findings: readonly ExposureFinding[], summary: RunSummary): PagePart {
  const { stats } = summary
  const ladder = figure(
    'ladder',
    'How far each point was proven',
    'From <em>name-evaluated</em> upwards only a Log4j that evaluates lookups can be the cause. Below, nothing is proven.',
    ladderPlot(countByRung(findings, summary)),
  )
  const delay = figure(
    'delay',
    'How soon they called back',
    'Time from request to callback: ● DNS, ◆ LDAP, ■ RMI, ▲ other. Minutes or hours mean that something behind the service reads its logs.',
    delayPlot(findings),
  )
  const some = findings.length > 0
  return {
    title: `${stats['targetsProven'] ?? 0} of ${stats['targets'] ?? 0} targets proven vulnerable`,
    heading: 'Which services evaluate Log4j lookups',
    verdict: verdict(findings, summary),
    plots: some ? [ladder, delay] : [ladder],
    table: some
      ? `<section aria-labelledby="findings"><h2 id="findings">Findings</h2>\n${exposureTable(findings)}</section>`
      : '',
    caution: 'A service that did not call back is unknown: silence proves nothing.',
  }
}

function verdict(findings: readonly ExposureFinding[], { stats }: RunSummary): string {
  const proven = findings.filter(isVulnerable)
  const n = (key: string): string => (stats[key] ?? 0).toLocaleString('en-US')
  if (proven.length === 0) {
    return `<div class="verdict">No target was proven vulnerable.<p>Delivered to ${n('targetsUnknown')} targets that did not call back. That proves nothing about them.</p></div>`
  }
  const remedies = [...new Set(proven.map(({ remedy }) => remedy))].map((remedy) => `<p>${escapeHtml(remedy)}</p>`)
  return `<div class="verdict alarm"><strong>${n('targetsProven')} of ${n('targets')} targets proven vulnerable.</strong>${remedies.join('')}</div>`
}

function countByRung(findings: readonly ExposureFinding[], { stats }: RunSummary): ReadonlyMap<Rung, number> {
  const counts = new Map<Rung, number>()
  for (const { proof } of findings) counts.set(proof, (counts.get(proof) ?? 0) + 1)
  counts.set('not-delivered', stats['pointsNotDelivered'] ?? 0)
  counts.set('no-callback', Math.max(0, (stats['pointsDelivered'] ?? 0) - findings.length))
  return counts
}
