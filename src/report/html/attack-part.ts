import type { AttackFinding, Campaign, Gap, RunSummary } from '../../core/index.ts'
import { AttackSums } from '../attack-sums.ts'
import { spanWords } from '../attack-words.ts'
import { calmHuntWords } from '../calm-words.ts'
import { count } from '../count.ts'
import type { Tally } from '../tally.ts'
import { askedPlot, fieldPlot, sourcePlot, techniquePlot } from './attack-plots.ts'
import { attackTable } from './attack-table.ts'
import { campaignTable } from './campaign-table.ts'
import { coveragePlot } from './coverage-plot.ts'
import { escapeHtml } from './escape.ts'
import { figure, type PagePart } from './page.ts'
import { timelinePlot } from './timeline-plot.ts'

/** Secrets that stand in the verdict; the table has all. */
const secretsShown = 20

/** Attacks that were found in logs. */
export function attackPart(findings: readonly AttackFinding[], gaps: readonly Gap[], summary: RunSummary): PagePart {
  const sums = new AttackSums()
  for (const finding of findings) sums.add(finding)
  const title = `${count(sums.count, 'attack')} in ${count(sums.logs.size, 'log')}`
  const unsaid =
    gaps.length === 0
      ? ''
      : `<p>${count(gaps.length, 'place')} could not be read. Nothing is known of ${gaps.length === 1 ? 'it' : 'them'}.</p>`
  const coverage = figure(
    'read',
    'What was read, and what was not',
    'Nothing is known of a place that could not be read.',
    coveragePlot(gaps, summary),
  )
  return {
    title,
    heading: 'Who attacks Log4j in these logs, and what it would do',
    verdict:
      findings.length === 0
        ? `<div class="verdict">${calmHuntWords(summary.stats)}${unsaid}</div>`
        : alarmVerdict(title, sums, unsaid),
    plots: findings.length === 0 ? [coverage] : [...plots(findings), coverage],
    table:
      findings.length === 0
        ? ''
        : `${campaignSection(summary.campaigns ?? [])}<section aria-labelledby="attacks"><h2 id="attacks">Attacks</h2>\n${attackTable(findings)}</section>`,
    caution: 'A log shows what was written to it: of what was not logged, or was deleted since, nothing is known.',
  }
}

function campaignSection(campaigns: readonly Campaign[]): string {
  if (campaigns.length === 0) return ''
  return `<section aria-labelledby="campaigns"><h2 id="campaigns">Campaigns</h2>\n${campaignTable(campaigns)}</section>\n`
}

function plots(findings: readonly AttackFinding[]): readonly string[] {
  return [
    figure(
      'timeline',
      'When',
      'As the records say, in UTC. A ◆ marks a lookup that was evaluated: by its trace, or by a callback that was seen.',
      timelinePlot(findings),
      true,
    ),
    figure(
      'asked',
      'Whom they ask',
      'A vulnerable Log4j connects there, or asks for the name. Look for it in your resolver and your firewall.',
      askedPlot(findings),
    ),
    figure(
      'sources',
      'Where they came from',
      'As the records say: it may be a proxy, and often is a machine that was broken into itself.',
      sourcePlot(findings),
    ),
    figure(
      'techniques',
      'How they are written',
      'One that is written in several ways counts for each.',
      techniquePlot(findings),
    ),
    figure('fields', 'Where in a record they stand', 'Whatever of a request is logged, is tried.', fieldPlot(findings)),
  ]
}

function alarmVerdict(title: string, sums: AttackSums, unsaid: string): string {
  const { first, last, held, here, secrets, carriedAway, outcomes } = sums
  const evaluated = sums.of('evidence')
  const lines = [
    ...(evaluated === 0
      ? []
      : [
          `<p><strong>${count(evaluated, 'record')} of lookups that were evaluated.</strong> Treat those hosts as broken into.</p>`,
        ]),
    ...(outcomes === '' ? [] : [`<p><strong>${escapeHtml(sentence(outcomes))}.</strong></p>`]),
    ...(carriedAway.size === 0
      ? []
      : [`<p>Rotate now, since they were carried away or may have been: ${rotate(carriedAway)}.</p>`]),
    ...(held === 0
      ? []
      : [
          `<p>${here.toLocaleString('en-US')} of ${held.toLocaleString('en-US')} could have fired on what the scan found.</p>`,
        ]),
    `<p>${escapeHtml(sums.verdicts)}${first === null ? '' : `; ${spanWords(first, last)}`}.</p>`,
    ...(secrets.size === 0 ? [] : [`<p>Rotate, wherever it could have fired: ${rotate(secrets)}.</p>`]),
  ]
  return `<div class="verdict alarm"><strong>${title}.</strong>${lines.join('')}${unsaid}</div>`
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

function rotate(secrets: Tally): string {
  const named = secrets.top(secretsShown).map(({ name }) => `<code>${escapeHtml(name)}</code>`)
  const more = secrets.size - named.length
  return `${named.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}`
}
