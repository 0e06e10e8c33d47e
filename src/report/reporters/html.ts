import {
  bandReleases,
  type ExposureFinding,
  type Gap,
  type GapReason,
  gapReasons,
  isVulnerable,
  type Rung,
  type RunHeader,
  type RunSummary,
  rungMeanings,
  rungs,
  showInstant,
} from '../../core/index.ts'
import { escapeHtml } from '../html/escape.ts'
import { ladderPlot } from '../html/ladder-plot.ts'
import { style } from '../html/style.ts'
import type { Reporter } from '../reporter.ts'

/** One file that shows everything and fetches nothing: no script, no font, no picture from elsewhere. */
export const html: Reporter = {
  id: 'html',
  mediaType: 'text/html; charset=utf-8',
  summary: 'one self-contained page with a plot, for people and for paper',

  begin(header) {
    const findings: ExposureFinding[] = []
    const gaps: Gap[] = []
    return {
      finding: (finding) => (findings.push(finding), ''),
      gap: (gap) => (gaps.push(gap), ''),
      end: (summary) => page(header, summary, findings, gaps),
    }
  },
}

function page(
  header: RunHeader,
  summary: RunSummary,
  findings: readonly ExposureFinding[],
  gaps: readonly Gap[],
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Fireline: ${escapeHtml(header.verb)} of ${showInstant(header.startedAt)}</title>
<style>
${style}
</style>
</head>
<body>
<header>
<h1>Which services evaluate Log4j lookups</h1>
<p class="soft">${showInstant(header.startedAt)} to ${showInstant(summary.endedAt)} (UTC)${summary.complete ? '' : ', stopped before everything was tried'}</p>
${verdict(findings, summary)}
${sums(summary)}
</header>
<main>
<section aria-labelledby="ladder"><h2 id="ladder">Points by how far they were proven</h2>
${ladderPlot(countByRung(findings, summary), rungs)}
</section>
${proven(findings)}
${notExamined(gaps)}
${noted(summary)}
</main>
<footer>${escapeHtml(header.tool.name)} ${escapeHtml(header.tool.version)}. A service that did not call back is unknown: silence proves nothing.</footer>
</body>
</html>
`
}

function verdict(findings: readonly ExposureFinding[], { stats }: RunSummary): string {
  const vulnerable = new Set(findings.filter(isVulnerable).map(({ at }) => new URL(at.url).origin)).size
  if (vulnerable === 0) {
    return `<div class="verdict">No target was proven vulnerable.<p>${stats['targetsUnknown'] ?? 0} targets took the probe and did not call back. That proves nothing about them.</p></div>`
  }
  const [first] = findings.filter(isVulnerable)
  return `<div class="verdict alarm"><strong>${stats['targetsProven'] ?? vulnerable} of ${stats['targets'] ?? vulnerable} targets are proven vulnerable.</strong><p>${escapeHtml(first?.remedy ?? '')}</p></div>`
}

function sums({ stats }: RunSummary): string {
  const shown = Object.entries(stats).map(
    ([name, value]) => `<div><dt>${words(name)}</dt><dd>${value.toLocaleString('en-US')}</dd></div>`,
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

function proven(findings: readonly ExposureFinding[]): string {
  if (findings.length === 0) return ''
  return `<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
<div class="wide"><table><caption>${findings.length} points called back, the strongest proof of each</caption>
<thead><tr><th scope="col">Target</th><th scope="col">Point</th><th scope="col">Result</th><th scope="col">What was seen</th><th scope="col">Log4j</th><th scope="col">Called from</th><th scope="col">Asked for</th></tr></thead>
<tbody>
${findings.map(findingRow).join('\n')}
</tbody></table></div></section>`
}

function findingRow(finding: ExposureFinding): string {
  const { at, proof, band, callback, evidence } = finding
  const tag = isVulnerable(finding)
    ? '<span class="tag alarm">vulnerable</span>'
    : '<span class="tag warn">not proven</span>'
  const asked = evidence.flatMap((each) =>
    each.kind === 'callback' && each.asked !== null ? [`${each.did} ${each.asked}`] : [],
  )
  const cells = [
    `<th scope="row" class="url">${escapeHtml(at.url)}</th>`,
    `<td>${escapeHtml(`${at.point.kind} ${at.point.name}`)}</td>`,
    `<td>${tag}</td>`,
    `<td>${escapeHtml(rungMeanings[proof])}</td>`,
    `<td>${band === null ? '<span class="soft">not told</span>' : escapeHtml(bandReleases[band])}</td>`,
    `<td>${escapeHtml(callback.from.address)}<br><span class="soft">${callback.source}, ${callback.channel}, ${Math.round(callback.delayMs)} ms</span></td>`,
    `<td class="raw">${escapeHtml(asked.at(-1) ?? '')}</td>`,
  ]
  return `<tr>${cells.join('')}</tr>`
}

function noted({ notes }: RunSummary): string {
  if (notes.length === 0) return ''
  return `<section aria-labelledby="notes"><h2 id="notes">Worth knowing</h2>\n<ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul></section>`
}

function notExamined(gaps: readonly Gap[]): string {
  if (gaps.length === 0)
    return '<section><h2>Not examined</h2><p>Everything that was planned was delivered.</p></section>'
  const byReason = new Map<GapReason, Gap[]>()
  for (const gap of gaps) byReason.set(gap.because, [...(byReason.get(gap.because) ?? []), gap])
  const groups = [...byReason].map(
    ([
      because,
      list,
    ]) => `<details${byReason.size < 4 && list.length < 20 ? ' open' : ''}><summary><span class="tag warn">${list.length} × ${because}</span> ${escapeHtml(gapReasons[because])}</summary>
<ul>${list.map(({ at, detail }) => `<li>${escapeHtml(at)} <span class="soft">${escapeHtml(detail)}</span></li>`).join('')}</ul></details>`,
  )
  return `<section aria-labelledby="gaps"><h2 id="gaps">Not examined</h2>\n${groups.join('\n')}</section>`
}
