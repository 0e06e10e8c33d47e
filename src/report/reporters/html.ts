import {
  type ExposureFinding,
  type Finding,
  type Gap,
  isVulnerable,
  type Rung,
  type RunHeader,
  type RunSummary,
} from '../../core/index.ts'
import { componentTable } from '../html/component-table.ts'
import { delayPlot } from '../html/delay-plot.ts'
import { escapeHtml, timeElement } from '../html/escape.ts'
import { exposureTable } from '../html/exposure-table.ts'
import { gapList } from '../html/gap-list.ts'
import { ladderPlot } from '../html/ladder-plot.ts'
import { script, scriptHash } from '../html/script.ts'
import { style } from '../html/style.ts'
import type { Reporter } from '../reporter.ts'

/** One file that shows everything and fetches nothing; its policy forbids any script but the one that sorts the table. */
export const html: Reporter = {
  id: 'html',
  mediaType: 'text/html; charset=utf-8',
  summary: 'one self-contained page with plots at the end, for people and for paper',
  definedBy: 'a page for people; programs read another format',

  begin(header) {
    const findings: Finding[] = []
    const gaps: Gap[] = []
    return {
      finding: (finding) => (findings.push(finding), ''),
      gap: (gap) => (gaps.push(gap), ''),
      end: (summary) => page(header, summary, findings, gaps),
    }
  },
}

function page(header: RunHeader, summary: RunSummary, all: readonly Finding[], gaps: readonly Gap[]): string {
  const findings = all.filter((each) => each.kind === 'exposure')
  const components = all.filter((each) => each.kind === 'component')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>Fireline ${escapeHtml(header.verb)}: ${summary.stats['targetsProven'] ?? 0} of ${summary.stats['targets'] ?? 0} targets proven vulnerable</title>
<style>
${style}
</style>
</head>
<body>
<header>
<h1>Which services evaluate Log4j lookups</h1>
<p class="soft">${timeElement(header.startedAt)} to ${timeElement(summary.endedAt)}${summary.complete ? '' : ', stopped before everything was tried'}</p>
${verdict(findings, summary)}
${sums(summary)}
</header>
<main>
<div class="plots">
<section aria-labelledby="ladder"><h2 id="ladder">How far each point was proven</h2>
<p class="lead">From <em>name-evaluated</em> upwards only a Log4j that evaluates lookups can be the cause. Below, nothing is proven.</p>
<figure>${ladderPlot(countByRung(findings, summary))}</figure></section>
${findings.length === 0 ? '' : `<section aria-labelledby="delay"><h2 id="delay">How soon they called back</h2>\n<p class="lead">Time from request to callback: ● DNS, ◆ LDAP, ■ RMI, ▲ other. Minutes or hours mean that something behind the service reads its logs.</p>\n<figure>${delayPlot(findings)}</figure></section>`}
</div>
${findings.length === 0 ? '' : `<section aria-labelledby="findings"><h2 id="findings">Findings</h2>\n${exposureTable(findings)}</section>`}
${components.length === 0 ? '' : `<section aria-labelledby="components"><h2 id="components">Components</h2>\n${componentTable(components)}</section>`}
<section aria-labelledby="gaps"><h2 id="gaps">Not examined</h2>
${gapList(gaps)}</section>
${noted(summary)}
</main>
<footer>${escapeHtml(header.tool.name)} ${escapeHtml(header.tool.version)}. A service that did not call back is unknown: silence proves nothing.</footer>
${findings.length === 0 ? '' : `<script>${script}</script>`}
</body>
</html>
`
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

function sums({ stats }: RunSummary): string {
  const shown = Object.entries(stats).map(
    ([name, value]) =>
      `<div${name.endsWith('Proven') && value > 0 ? ' class="alarm"' : ''}><dt>${words(name)}</dt><dd>${value.toLocaleString('en-US')}</dd></div>`,
  )
  return `<dl class="sums">${shown.join('')}</dl>`
}

/** `targetsNotReached` is "targets not reached". */
function words(name: string): string {
  return escapeHtml(name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))
}

function countByRung(findings: readonly ExposureFinding[], { stats }: RunSummary): ReadonlyMap<Rung, number> {
  const counts = new Map<Rung, number>()
  for (const { proof } of findings) counts.set(proof, (counts.get(proof) ?? 0) + 1)
  counts.set('not-delivered', stats['pointsNotDelivered'] ?? 0)
  counts.set('no-callback', Math.max(0, (stats['pointsDelivered'] ?? 0) - findings.length))
  return counts
}

function noted({ notes }: RunSummary): string {
  if (notes.length === 0) return ''
  return `<section aria-labelledby="notes"><h2 id="notes">Worth knowing</h2>\n<ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul></section>`
}
