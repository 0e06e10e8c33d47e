import { type Campaign, type CountedNames, outcomes } from '../../core/index.ts'
import { outcomeMeanings, outcomeWords, spanWords } from '../attack-words.ts'
import { campaignAsks } from '../campaign-words.ts'
import { escapeHtml } from './escape.ts'
import { foundTable } from './found-table.ts'

const heads = ['Asks for', 'Came to', 'Attacks', 'When', 'From', 'Logs', 'How it is written'] as const

/** Names that stand in a cell before it is opened. */
const namesShown = 3
const mostName = 300

/** A campaign in a row. */
export function campaignTable(campaigns: readonly Campaign[]): string {
  const caption = `${n(campaigns.length)} ${campaigns.length === 1 ? 'campaign' : 'campaigns'}: attacks that ask for the same; * stands for what each has of its own`
  return foundTable('campaigns', caption, heads, campaigns.map(row))
}

const tags = { attempt: 'calm', likely: 'warn', 'callback-seen': 'alarm' } as const

function row(campaign: Campaign): string {
  const { id, attacks, outcome, likely, callbackSeen, command, scanner, firstSeen, lastSeen } = campaign
  const { sources, targets, techniques, secrets } = campaign
  const carries =
    command === null ? '' : `<br><span class="soft">carries</span> <code>${escapeHtml(short(command))}</code>`
  const by = scanner === null ? '' : `<br><span class="soft">a scanner: ${escapeHtml(short(scanner))}</span>`
  const leaks =
    secrets.length === 0
      ? ''
      : `<br><span class="soft">leaks</span> ${secrets.map((each) => `<code>${escapeHtml(short(each))}</code>`).join(', ')}`
  const count = outcome === 'callback-seen' ? callbackSeen : likely
  const came =
    outcome === 'attempt'
      ? `<span class="tag calm" title="${outcomeMeanings.attempt}">nothing seen</span>`
      : `<span class="tag ${tags[outcome]}" title="${outcomeMeanings[outcome]}">${outcomeWords[outcome].toLowerCase()}</span> <span class="soft">of ${n(count)}</span>`
  const cells = [
    `<th scope="row" class="asked" id="${escapeHtml(id)}"><code>${escapeHtml(short(campaignAsks(campaign)))}</code>${carries}${leaks}${by}</th>`,
    `<td data-key="${outcomes.length - outcomes.indexOf(outcome)}">${came}</td>`,
    `<td class="count" data-key="${attacks}">${n(attacks)} <span class="soft">${attacks === 1 ? 'attack' : 'attacks'}</span></td>`,
    `<td class="when" data-key="${firstSeen ?? ''}">${escapeHtml(spanWords(firstSeen, lastSeen)) || '<span class="soft">not said</span>'}</td>`,
    `<td>${names(sources)}</td>`,
    `<td class="place">${names(targets)}</td>`,
    `<td>${names(techniques)}</td>`,
  ]
  return `<tr>${cells.join('')}</tr>`
}

function names({ names: all, others }: CountedNames): string {
  if (all.length === 0) return '<span class="soft">not said</span>'
  const shown = all.slice(0, namesShown).map(named)
  const rest = all.slice(namesShown).map((each) => `<li>${named(each)}</li>`)
  const left = others > 0 ? `<li class="soft">and ${n(others)} of others</li>` : ''
  const more =
    rest.length === 0 && left === ''
      ? ''
      : `<details><summary>${rest.length === 0 ? 'more' : `${n(rest.length)} more`}</summary><ul>${rest.join('')}${left}</ul></details>`
  return `${shown.join('<br>')}${more}`
}

function named({ name, count }: CountedNames['names'][number]): string {
  return `${escapeHtml(short(name))}${count > 1 ? ` <span class="soft">× ${n(count)}</span>` : ''}`
}

function short(text: string): string {
  return text.length > mostName ? `${text.slice(0, mostName)}…` : text
}

function n(count: number): string {
  return count.toLocaleString('en-US')
}
