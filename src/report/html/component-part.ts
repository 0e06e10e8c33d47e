import { type ComponentFinding, type Gap, isVulnerable, type RunSummary } from '../../core/index.ts'
import { calmScanWords } from '../calm-words.ts'
import { standingOf } from '../component-words.ts'
import { count } from '../count.ts'
import { nestingOf } from '../place.ts'
import { advisoryPlot, folderPlot, releasePlot } from './component-plots.ts'
import { componentTable } from './component-table.ts'
import { coveragePlot } from './coverage-plot.ts'
import { escapeHtml } from './escape.ts'
import { figure, type PagePart } from './page.ts'

/** Libraries that were found in files. */
export function componentPart(
  findings: readonly ComponentFinding[],
  gaps: readonly Gap[],
  summary: RunSummary,
): PagePart {
  const vulnerable = findings.filter(isVulnerable)
  const files = new Set(vulnerable.map(({ at }) => nestingOf(at.path).outer)).size
  const title = `${count(vulnerable.length, 'vulnerable component')} in ${count(files, 'file')}`
  const unjudged = findings.filter((each) => standingOf(each) === 'unknown').length
  const unsaid = unsaidOf(unjudged, gaps.length)
  const coverage = figure(
    'coverage',
    'What was examined, and what was not',
    'Nothing is known of a place that was not examined.',
    coveragePlot(gaps, summary),
  )
  return {
    title,
    heading: 'Where Log4j lies, and what each advisory says of it',
    verdict: vulnerable.length === 0 ? calmVerdict(summary, unsaid) : alarmVerdict(title, vulnerable, unsaid),
    plots: findings.length === 0 ? [coverage] : [...plots(findings), coverage],
    table:
      findings.length === 0
        ? ''
        : `<section aria-labelledby="components"><h2 id="components">Components</h2>\n${componentTable(findings)}</section>`,
    caution: 'Verdicts rest on the bytes of class files; nothing is known of what was not examined.',
  }
}

function plots(findings: readonly ComponentFinding[]): readonly string[] {
  return [
    figure(
      'advisories',
      'By advisory',
      'How many components each advisory affects, and how many are settled.',
      advisoryPlot(findings),
    ),
    figure(
      'releases',
      'By release',
      'Which releases lie there; a range where the bytes allow no more.',
      releasePlot(findings),
    ),
    figure(
      'folders',
      'By folder',
      'Where they lie on disk; what is nested counts for the file that holds it.',
      folderPlot(findings),
    ),
  ]
}

/** Remedies that stand in the verdict; the table has all. */
const remediesShown = 4

function alarmVerdict(title: string, vulnerable: readonly ComponentFinding[], unsaid: string): string {
  const byRemedy = new Map<string, number>()
  for (const { remedy } of vulnerable) if (remedy !== '') byRemedy.set(remedy, (byRemedy.get(remedy) ?? 0) + 1)
  const remedies = [...byRemedy].sort(([, a], [, b]) => b - a).slice(0, remediesShown)
  const lines = remedies.map(([remedy, n]) => `<p>${n.toLocaleString('en-US')} × ${escapeHtml(remedy)}</p>`)
  const more = byRemedy.size - remedies.length
  const rest = more > 0 ? `<p>and ${more.toLocaleString('en-US')} more, all in the table below</p>` : ''
  return `<div class="verdict alarm"><strong>${title}.</strong>${lines.join('')}${rest}${unsaid}</div>`
}

function calmVerdict({ stats }: RunSummary, unsaid: string): string {
  return `<div class="verdict">${calmScanWords(stats)}${unsaid}</div>`
}

function unsaidOf(unjudged: number, gaps: number): string {
  const judged = unjudged === 0 ? '' : `<p>${count(unjudged, 'component')} could not be judged.</p>`
  if (gaps === 0) return judged
  return `${judged}<p>${count(gaps, 'place')} could not be examined. Nothing is known of ${gaps === 1 ? 'it' : 'them'}.</p>`
}
