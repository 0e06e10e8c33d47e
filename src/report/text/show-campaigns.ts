import type { Campaign, CountedNames } from '../../core/index.ts'
import { outcomeWords, spanWords } from '../attack-words.ts'
import { campaignAsks } from '../campaign-words.ts'
import { visible } from '../visible.ts'
import type { Palette } from './palette.ts'

/** Campaigns that are shown; all are in the formats for programs. */
const campaignsShown = 8
const namesShown = 3
const mostName = 120

/** Attacks that belong together, the furthest and the largest first: what they ask for, when, from whom, and how far they came. */
export function* showCampaigns(campaigns: readonly Campaign[], palette: Palette): Generator<string> {
  // What is one attack alone, of which nothing was seen, was told with it.
  const shown = campaigns
    .filter(({ attacks, outcome }) => attacks > 1 || outcome !== 'attempt')
    .slice(0, campaignsShown)
  if (shown.length === 0) return
  yield palette.strong('Campaigns')
  for (const campaign of shown) yield* showCampaign(campaign, palette)
  const more = campaigns.length - shown.length
  if (more > 0) yield palette.faint(`      and ${n(more)} more (all are in --format json, jsonl and html)`)
  yield ''
}

function* showCampaign(campaign: Campaign, palette: Palette): Generator<string> {
  const { attacks, outcome, likely, callbackSeen, command, scanner, firstSeen, lastSeen, sources, targets } = campaign
  const came =
    outcome === 'attempt' ? '' : `  ${palette.alarm(`${outcomeWords[outcome]} (${n(callbackSeen || likely)})`)}`
  const by = scanner === null ? '' : palette.faint(visible(` (a scanner: ${scanner})`))
  yield `  ${`${n(attacks)} ×`.padStart(9)} ${visible(short(campaignAsks(campaign)))}${by}${came}`
  const details = [
    spanWords(firstSeen, lastSeen),
    sources.names.length === 0 ? '' : `from ${named(sources)}`,
    `in ${named(targets)}`,
  ].filter((text) => text !== '')
  yield `            ${palette.faint(visible(details.join('; ')))}`
  if (command !== null) yield `            ${palette.faint(visible(short(`carries ${command}`)))}`
}

function named({ names, others }: CountedNames): string {
  const shown = names.slice(0, namesShown).map(({ name }) => short(name))
  const more = names.length - shown.length
  const left = more > 0 ? ` and ${n(more)}${others > 0 ? ' or more' : ''} others` : ''
  return `${shown.join(', ')}${left}`
}

function n(count: number): string {
  return count.toLocaleString('en-US')
}

function short(text: string): string {
  return text.length > mostName ? `${text.slice(0, mostName)}…` : text
}
