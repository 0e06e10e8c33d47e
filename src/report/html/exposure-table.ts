import {
  bandReleases,
  type ExposureEvidence,
  type ExposureFinding,
  isVulnerable,
  rungMeanings,
  rungs,
} from '../../core/index.ts'
import { showDelay, sourceWords } from '../callback-words.ts'
import { escapeHtml } from './escape.ts'
import { foundTable } from './found-table.ts'

const heads = ['Target', 'Point', 'Result', 'What was seen', 'Log4j', 'Called back', 'Evidence'] as const

/** All findings in one table, each with what it rests on. */
export function exposureTable(findings: readonly ExposureFinding[]): string {
  const n = findings.length
  const caption = `${n === 1 ? 'One point' : `${n.toLocaleString('en-US')} points`} called back; the strongest proof of each`
  return foundTable('findings', caption, heads, findings.map(row))
}

function row(finding: ExposureFinding): string {
  const { at, proof, band, callback } = finding
  const tag = isVulnerable(finding)
    ? '<span class="tag alarm">vulnerable</span>'
    : '<span class="tag warn">not proven</span>'
  const cells = [
    `<th scope="row" class="url">${escapeHtml(at.url)}</th>`,
    `<td class="point">${escapeHtml(at.point.kind)} <strong>${escapeHtml(at.point.name)}</strong></td>`,
    `<td>${tag}</td>`,
    `<td class="seen" data-key="${rungs.indexOf(proof)}">${escapeHtml(rungMeanings[proof])}</td>`,
    `<td class="release">${band === null ? '<span class="soft">not told</span>' : `${escapeHtml(bandReleases[band])} <span class="soft">(band ${band})</span>`}</td>`,
    `<td class="back" data-key="${Math.round(callback.delayMs)}">${callback.channel} from ${escapeHtml(callback.from.address)}, ${sourceWords[callback.source]}, after ${showDelay(callback.delayMs)}</td>`,
    `<td>${evidence(finding)}</td>`,
  ]
  return `<tr>${cells.join('')}</tr>`
}

/** Everything that the claim rests on, and what else the callbacks told. */
function evidence({ evidence: all, cves, egress, identity, id }: ExposureFinding): string {
  const told = [
    ...cves.map(({ id: cve, status, because }) => `${cve} ${status.replaceAll('_', ' ')}: ${because}`),
    ...(egress.length === 0 ? [] : [`gets out by ${egress.join(', ')}`]),
    ...(identity === null ? [] : [`says of itself: ${Object.values(identity).join(', ')}`]),
    `id ${id}`,
  ].map((text) => `<li>${escapeHtml(text)}</li>`)
  return `<details><summary>${all.length} piece${all.length === 1 ? '' : 's'}</summary><ul>${[...all.map(piece), ...told].join('')}</ul></details>`
}

function piece(each: ExposureEvidence): string {
  if (each.kind === 'delivery') {
    const answer = each.status === null ? 'no answer' : `answered with ${each.status}`
    return `<li>sent <code>${escapeHtml(each.payload)}</code>, ${answer}</li>`
  }
  const asked = each.asked === null ? '' : ` <code>${escapeHtml(each.asked)}</code>`
  return `<li>${each.channel} ${escapeHtml(each.did)}${asked} from ${escapeHtml(each.from.address)} port ${each.from.port}, after ${showDelay(each.delayMs)}; first bytes <code>${escapeHtml(each.rawHex)}</code></li>`
}
