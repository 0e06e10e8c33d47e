import { type AttackFinding, bandReleases, outcomes, type Severity } from '../../core/index.ts'
import {
  attackKind,
  attackMeanings,
  attackPlace,
  attackVerdicts,
  attackWords,
  couldFire,
  layersOf,
  outcomeMeanings,
  outcomeWords,
  releasesOf,
  shortTime,
  spanWords,
  traitWords,
  witnessesOf,
} from '../attack-words.ts'
import { Tally } from '../tally.ts'
import { escapeHtml } from './escape.ts'
import { foundTable } from './found-table.ts'

const heads = ['Asks for', 'Result', 'Times', 'When', 'From', 'Records', 'Fires on', 'What it says'] as const

/** Addresses that stand in a row; each record has its own. */
const sourcesShown = 4

/** Attacks of one kind in a row, each with every record that it rests on. */
export function attackTable(findings: readonly AttackFinding[]): string {
  const kinds = new Map<string, [AttackFinding, ...AttackFinding[]]>()
  for (const finding of findings) {
    const key = attackKind(finding)
    const known = kinds.get(key)
    if (known === undefined) kinds.set(key, [finding])
    else known.push(finding)
  }
  const rows = [...kinds.values()].sort((a, b) => rank(a[0]) - rank(b[0]) || b.length - a.length)
  const caption = `${n(findings.length)} ${findings.length === 1 ? 'attack' : 'attacks'} of ${n(rows.length)} ${rows.length === 1 ? 'kind' : 'kinds'}; names made for one request stand together`
  return foundTable('attacks', caption, heads, rows.map(row))
}

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

function rank({ verdict, severity, outcome }: AttackFinding): number {
  // What called back comes first, then what likely did.
  return 100 * (2 - outcomes.indexOf(outcome)) + 10 * attackVerdicts.indexOf(verdict) + severities.indexOf(severity)
}

const tags = { evidence: 'alarm', fires: 'alarm', dos: 'warn', attempt: 'calm' } as const

function row(all: readonly [AttackFinding, ...AttackFinding[]]): string {
  const [first] = all
  const { verdict, severity, outcome } = first
  const came =
    outcome === 'attempt' || verdict === 'evidence'
      ? ''
      : `<br><span class="tag ${outcome === 'likely' ? 'warn' : 'alarm'}" title="${outcomeMeanings[outcome]}">${outcomeWords[outcome].toLowerCase()}</span>`
  const from = new Tally()
  const times = new Tally(1)
  const meanings = new Set<string>()
  for (const { from: sender, when, lookup } of all) {
    if (sender !== null) from.add(sender, when)
    times.add('', when)
    meanings.add(lookup.meaning)
  }
  const [span] = times.top(1)
  const cells = [
    `<th scope="row" class="asked"><code>${escapeHtml(shortened(first.lookup.meaning))}</code>${meanings.size > 1 ? ` <span class="soft">and ${n(meanings.size - 1)} more names like it</span>` : ''}</th>`,
    `<td data-key="${rank(first)}"><span class="tag ${tags[verdict]}">${attackWords[verdict].toLowerCase()}</span>${came}<br><span class="soft">${severity}</span></td>`,
    `<td class="count">${n(all.length)}</td>`,
    `<td class="when" data-key="${span?.first ?? ''}">${escapeHtml(spanWords(span?.first ?? null, span?.last ?? null)) || '<span class="soft">not said</span>'}</td>`,
    `<td>${senders(from)}</td>`,
    `<td class="place">${records(all)}</td>`,
    `<td class="release">${fires(first)}</td>`,
    `<td>${details(first)}</td>`,
  ]
  return `<tr>${cells.join('')}</tr>`
}

function fires(finding: AttackFinding): string {
  const here = couldFire(finding)
  const releases = finding.firesOn.map((band) => `<span>${bandReleases[band]}</span>`).join('<br>')
  const none = finding.verdict === 'evidence' ? 'it was evaluated' : 'no release'
  return `${releases === '' ? `<span class="soft">${none}</span>` : releases}${here === null ? '' : `<p>Here: ${escapeHtml(here)}</p>`}`
}

function senders(from: Tally): string {
  if (from.size === 0) return '<span class="soft">not said</span>'
  const shown = from
    .top(sourcesShown)
    .map(
      ({ name, count }) =>
        `${escapeHtml(shortened(name))}${count > 1 ? ` <span class="soft">× ${n(count)}</span>` : ''}`,
    )
  const more = from.size - shown.length
  return `${shown.join('<br>')}${more > 0 ? `<br><span class="soft">and ${n(more)} more</span>` : ''}`
}

/** What the first of a kind says, which the others say too but for names of their own. */
function details(finding: AttackFinding): string {
  const { verdict, because, lookup, leaks, carries, traits, scanner, cves, remedy, outcome } = finding
  const layers = layersOf(finding)
  const told = [
    `${attackMeanings[verdict]}: ${because}`,
    ...(verdict === 'fires' ? [`fires on ${releasesOf(finding)}`] : []),
    ...(lookup.times > 1 ? [`looked up ${lookup.times} times for one message`] : []),
    ...leaks.map(({ read, into, secret }) => `leaks ${read}${secret ? ' (a secret)' : ''}, in ${into}`),
    ...carries.map((text) => `carries ${text}`),
    ...traits.map((trait) => `${trait}: ${traitWords[trait]}`),
    ...(scanner === null ? [] : [`sent by a scanner: ${scanner}`]),
    ...(layers.length === 0 ? [] : [`wrapped in ${layers.join(', then ')}`]),
    ...(outcome === 'attempt' ? [] : [`${outcome}: ${outcomeMeanings[outcome]}`]),
    ...witnessesOf(finding).map(({ place, says }) => `seen: ${says} (${place})`),
    ...cves.map(({ id, status, because: why }) => `${id} ${status.replaceAll('_', ' ')}: ${why}`),
    remedy,
  ].map((text) => `<li>${escapeHtml(shortened(text))}</li>`)
  return `<details><summary>what it is</summary><ul>${told.join('')}<li>written <code>${escapeHtml(shortened(lookup.raw))}</code></li></ul></details>`
}

function records(all: readonly [AttackFinding, ...AttackFinding[]]): string {
  const [{ lookup }] = all
  const items = all.map((finding) => {
    const { when, from, field, request, id } = finding
    const said = [
      ...(when === null ? [] : [shortTime(when)]),
      ...(from === null ? [] : [`from ${from}`]),
      ...(field === null ? [] : [`in ${field}`]),
      ...(request === null ? [] : [`of ${request}`]),
    ].join(', ')
    const asked =
      finding.lookup.meaning === lookup.meaning ? '' : ` <code>${escapeHtml(shortened(finding.lookup.meaning))}</code>`
    return `<li title="${id}">${escapeHtml(attackPlace(finding))} <span class="soft">${escapeHtml(shortened(said))}</span>${asked}</li>`
  })
  const more = all.length === 1 ? '' : ` and ${n(all.length - 1)} more`
  return `<details><summary>${escapeHtml(placeShortened(attackPlace(all[0])))}${more}</summary><ul>${items.join('\n')}</ul></details>`
}

/** Characters of a text that came from outside; all of it is in the formats for programs. */
const mostShown = 400

/** Paths differ at their end. */
function placeShortened(place: string): string {
  return place.length <= 48 ? place : `…${place.slice(-47)}`
}

function shortened(text: string): string {
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text
}

function n(count: number): string {
  return count.toLocaleString('en-US')
}
