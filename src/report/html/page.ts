import type { Gap, RunHeader, RunSummary } from '../../core/index.ts'
import { statParts } from '../stat-words.ts'
import { escapeHtml, timeElement } from './escape.ts'
import { gapList } from './gap-list.ts'
import { script, scriptHash } from './script.ts'
import { style } from './style.ts'

/** What a kind of finding brings to the page; all of it is markup but the title. */
export interface PagePart {
  /** Of the window, as plain text. */
  readonly title: string
  readonly heading: string
  readonly verdict: string
  /** Figures side by side. */
  readonly plots: readonly string[]
  /** A section with a table; empty if nothing was found. */
  readonly table: string
  /** What is said of what was not found. */
  readonly caution: string
}

/** The page of a run; the first part speaks for it. */
export function page(
  { tool, verb, startedAt }: RunHeader,
  summary: RunSummary,
  parts: readonly [PagePart, ...PagePart[]],
  gaps: readonly Gap[],
): string {
  const [first] = parts
  const tables = parts.map(({ table }) => table).filter((table) => table !== '')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>Fireline ${escapeHtml(verb)}: ${escapeHtml(first.title)}</title>
<style>
${style}
</style>
</head>
<body>
<header>
<h1>${first.heading}</h1>
<p class="soft">${timeElement(startedAt)} to ${timeElement(summary.endedAt)}${summary.complete ? '' : ', stopped before everything was tried'}</p>
${parts.map(({ verdict }) => verdict).join('\n')}
${sums(summary)}
</header>
<main>
<div class="plots">
${parts.flatMap(({ plots }) => plots).join('\n')}
</div>
${tables.join('\n')}
<section aria-labelledby="gaps"><h2 id="gaps">Not examined</h2>
${gapList(gaps)}</section>
${noted(summary)}
</main>
<footer>${escapeHtml(tool.name)} ${escapeHtml(tool.version)}. ${parts.map(({ caution }) => caution).join(' ')}</footer>
${tables.length === 0 ? '' : `<script>${script}</script>`}
</body>
</html>
`
}

/** A plot with its heading and a sentence on how to read it; a `broad` one takes the whole width. */
export function figure(id: string, heading: string, lead: string, plot: string, broad = false): string {
  return `<section${broad ? ' class="broad"' : ''} aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>
<p class="lead">${lead}</p>
<figure>${plot}</figure></section>`
}

/** Of other counters nothing is worth no place; that these are none is news. */
const toldAlways: ReadonlySet<string> = new Set(['files', 'targets', 'vulnerable', 'targetsProven', 'attacks', 'gaps'])

function sums({ stats }: RunSummary): string {
  const told = Object.entries(stats).filter(([name, value]) => value !== 0 || toldAlways.has(name))
  const shown = told.map(([name, value]) => {
    const { words, shown: number } = statParts(name, value)
    const alarm = /(proven|vulnerable|attacks|evaluated|callbackSeen)$/i.test(name) && value > 0
    return `<div${alarm ? ' class="alarm"' : ''}><dt>${escapeHtml(words)}</dt><dd>${escapeHtml(number)}</dd></div>`
  })
  return `<dl class="sums">${shown.join('')}</dl>`
}

function noted({ notes }: RunSummary): string {
  if (notes.length === 0) return ''
  return `<section aria-labelledby="notes"><h2 id="notes">Worth knowing</h2>\n<ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul></section>`
}
