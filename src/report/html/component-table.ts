import { type ComponentFinding, type Severity } from '../../core/index.ts'
import {
  evidenceWords,
  type Standing,
  standingOf,
  standings,
  standingWords,
  statuses,
  statusWords,
  versionWords,
} from '../component-words.ts'
import { nestingOf } from '../place.ts'
import { escapeHtml } from './escape.ts'
import { foundTable } from './found-table.ts'

const heads = ['Where', 'Result', 'Component', 'Severity', 'Advisories', 'What to do', 'Evidence'] as const

/** All components in one table, each with what it rests on. */
export function componentTable(findings: readonly ComponentFinding[]): string {
  const n = findings.length
  const caption = `${n === 1 ? 'One component' : `${n.toLocaleString('en-US')} components`}, each where it lies`
  return foundTable('components', caption, heads, findings.map(row))
}

const tags: Readonly<Record<Standing, string>> = {
  vulnerable: 'alarm',
  unknown: 'warn',
  mitigated: 'calm',
  'not-affected': 'calm',
  fixed: 'calm',
}

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

function row(finding: ComponentFinding): string {
  const { at, component, severity, remedy } = finding
  const standing = standingOf(finding)
  const cells = [
    `<th scope="row" class="place">${place(at.path)}</th>`,
    `<td data-key="${standings.indexOf(standing)}"><span class="tag ${tags[standing]}">${standingWords[standing].toLowerCase()}</span></td>`,
    `<td class="release">${component.product} <strong>${escapeHtml(versionWords(component))}</strong></td>`,
    severityCell(standing, severity),
    `<td class="cves">${advisories(finding)}</td>`,
    `<td class="todo">${escapeHtml(remedy)}</td>`,
    `<td>${evidence(finding)}</td>`,
  ]
  return `<tr>${cells.join('')}</tr>`
}

/** How grave it is: sorted by that, what is not known behind what is, and what has none last. */
function severityCell(standing: Standing, severity: Severity): string {
  if (standing === 'vulnerable') return `<td data-key="${severities.indexOf(severity)}">${severity}</td>`
  const [key, word] = standing === 'unknown' ? [severities.length, 'not known'] : [severities.length + 1, 'none']
  return `<td data-key="${key}"><span class="soft">${word}</span></td>`
}

/** The file, and below it what it holds, level by level. */
function place(path: string): string {
  const { outer, inside } = nestingOf(path)
  const levels = inside.map((name) => `<span class="level">! ${escapeHtml(name)}</span>`)
  return `<span>${escapeHtml(outer)}</span>${levels.join('')}`
}

/** What is open stands there; what is settled is counted, and unfolds. */
function advisories({ cves }: ComponentFinding): string {
  if (cves.length === 0) return '<span class="soft">none could be judged</span>'
  const ordered = [...cves].sort((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status))
  const open = ordered.filter(({ status }) => status === 'affected' || status === 'under_investigation')
  const names = open.map(
    ({ id, status }) =>
      `<span class="cve ${status === 'affected' ? 'alarm' : 'warn'}">${id}${status === 'affected' ? '' : '?'}</span>`,
  )
  const reasons = ordered.map(
    ({ id, status, because }) => `<li>${escapeHtml(`${id} ${statusWords[status]}: ${because}`)}</li>`,
  )
  const settled = cves.length - open.length
  const label = settled === 0 ? 'why' : `why, and ${settled} settled`
  return `${names.join(' ')}<details><summary>${open.length === 0 ? `${settled} settled` : label}</summary><ul>${reasons.join('')}</ul></details>`
}

function evidence({ evidence: all, component, title, by, id }: ComponentFinding): string {
  const told = [
    ...all.map(evidenceWords),
    ...component.mitigations.map((words) => `mitigated: ${words}`),
    ...(component.packageRoot === null ? [] : [`classes under ${component.packageRoot}`]),
    `${title} (${component.purl})`,
    `found by ${by}, id ${id}`,
  ].map((text) => `<li>${escapeHtml(text)}</li>`)
  return `<details><summary>${all.length} piece${all.length === 1 ? '' : 's'}</summary><ul>${told.join('')}</ul></details>`
}
