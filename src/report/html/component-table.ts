import type { ComponentFinding } from '../../core/index.ts'
import { evidenceWords, standingOf, standingWords, statusWords, versionWords } from '../component-words.ts'
import { escapeHtml } from './escape.ts'

/** All components in one table, each with what it rests on. */
export function componentTable(findings: readonly ComponentFinding[]): string {
  const heads = ['Where', 'Component', 'Version', 'Result', 'Advisories', 'What to do', 'Evidence']
  return `<div class="wide" role="region" aria-labelledby="components" tabindex="0"><table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
${findings.map(row).join('\n')}
</tbody></table></div>`
}

function row(finding: ComponentFinding): string {
  const { id, at, component, cves, evidence, remedy } = finding
  const told = [...evidence.map(evidenceWords), `id ${id}`].map((text) => `<li>${escapeHtml(text)}</li>`)
  const advisories = cves.map(
    ({ id: cve, status, because }) => `<li>${escapeHtml(`${cve} ${statusWords[status]}: ${because}`)}</li>`,
  )
  return `<tr><th scope="row" class="url">${escapeHtml(at.path)}</th><td>${component.product}</td><td>${escapeHtml(versionWords(component))}</td><td>${standingWords[standingOf(finding)]}</td><td><ul>${advisories.join('')}</ul></td><td>${escapeHtml(remedy)}</td><td><ul>${told.join('')}</ul></td></tr>`
}
