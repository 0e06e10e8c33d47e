import {
  bandReleases,
  type ExposureFinding,
  type Finding,
  type Gap,
  type GapReason,
  gapReasons,
  isVulnerable,
  type RunSummary,
  rungMeanings,
  showInstant,
} from '../../core/index.ts'
import type { Reporter } from '../reporter.ts'
import { visible } from '../visible.ts'

/** How many places of one reason are listed; the others are counted, and are all in the other formats. */
const placesShown = 8

type Paint = (text: string) => string

interface Palette {
  readonly alarm: Paint
  readonly warn: Paint
  readonly strong: Paint
  readonly faint: Paint
}

/** For a person: each proof at a glance as it comes, what could not be examined, and the sums. */
export const text: Reporter = {
  id: 'text',
  mediaType: 'text/plain; charset=utf-8',
  summary: 'for a person, as results come',

  begin(_header, { colour }) {
    const palette = paletteFor(colour)
    const gaps = new Map<GapReason, Gap[]>()
    const counts = new Map<GapReason, number>()
    let vulnerable = 0
    let remedy = ''
    let shown = ''
    return {
      finding(finding) {
        if (isVulnerable(finding)) {
          vulnerable++
          remedy = finding.remedy
        }
        const again = finding.at.url === shown
        shown = finding.at.url
        return again ? showAgain(finding, palette) : showFinding(finding, palette)
      },
      gap(gap) {
        counts.set(gap.because, (counts.get(gap.because) ?? 0) + 1)
        const known = gaps.get(gap.because) ?? []
        if (known.length < placesShown) gaps.set(gap.because, [...known, gap])
        return ''
      },
      end(summary) {
        return [
          '',
          ...(vulnerable > 0 ? [`${palette.strong('What to do')}\n  ${visible(remedy)}\n`] : []),
          ...showGaps(gaps, counts, palette),
          ...showNotes(summary, palette),
          showSummary(summary, vulnerable, palette),
        ].join('\n')
      },
    }
  },
}

function showFinding(finding: Finding, palette: Palette): string {
  const { at, proof, band, callback, egress, identity, cves } = finding
  const proven = isVulnerable(finding)
  const badge = proven ? palette.alarm(' VULNERABLE ') : palette.warn(' NOT PROVEN ')
  const rows: readonly (readonly [string, string])[] = [
    ['where', palette.strong(`${at.point.kind} ${visible(at.point.name)}`)],
    ['proof', rungMeanings[proof]],
    ['asked', visible(lastAsked(finding))],
    [
      'from',
      `${callback.from.address} (${sourceWords[callback.source]}), by ${callback.channel}, ${showDelay(callback.delayMs)}`,
    ],
    ['log4j', band === null ? 'release not told by any callback' : `${bandReleases[band]} (band ${band})`],
    ...(egress.length === 0 ? [] : [['gets out', egress.join(', ')] as const]),
    ...(identity === null ? [] : [['says', visible(Object.values(identity).join(', '))] as const]),
    ...cves.map(({ id, status, because }) => [id, `${status}: ${because}`] as const),
  ]
  const width = Math.max(...rows.map(([label]) => label.length))
  const lines = rows.map(([label, value]) => `  ${palette.faint(label.padEnd(width))}  ${value}`)
  return `\n${badge} ${palette.strong(visible(at.url))}\n${lines.join('\n')}\n`
}

/** Another place of the target that was shown just before: what holds for the target is not said again. */
function showAgain({ at, proof, callback }: Finding, palette: Palette): string {
  const where = palette.strong(`${at.point.kind} ${visible(at.point.name)}`)
  return `  ${palette.faint('also')}  ${where}: ${rungMeanings[proof]} (${callback.channel}, ${showDelay(callback.delayMs)})\n`
}

function lastAsked({ evidence }: ExposureFinding): string {
  const asked = evidence.flatMap((each) =>
    each.kind === 'callback' && each.asked !== null ? [`${each.did} ${each.asked}`] : [],
  )
  return asked.at(-1) ?? 'nothing by name'
}

const sourceWords = {
  target: 'the target itself',
  resolver: 'a resolver in its name',
  other: 'another machine, perhaps one that gets its logs',
} as const

function showDelay(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms)} ms after the request` : `${Math.round(ms / 1_000)} s after the request`
}

function* showGaps(
  gaps: ReadonlyMap<GapReason, readonly Gap[]>,
  counts: ReadonlyMap<GapReason, number>,
  palette: Palette,
): Generator<string> {
  if (gaps.size === 0) return
  yield palette.strong('Not examined')
  for (const [because, places] of gaps) {
    const count = counts.get(because) ?? 0
    yield `  ${palette.warn(`${count} × ${because}`)}: ${gapReasons[because]}`
    for (const { at, detail } of places)
      yield `    ${visible(at)}${detail === '' ? '' : ` ${palette.faint(visible(detail))}`}`
    if (count > places.length) yield palette.faint(`    and ${count - places.length} more (all are in --format json)`)
  }
  yield ''
}

function* showNotes({ notes }: RunSummary, palette: Palette): Generator<string> {
  if (notes.length === 0) return
  yield palette.strong('Worth knowing')
  for (const note of notes) yield `  ${visible(note)}`
  yield ''
}

function showSummary({ endedAt, complete, stats }: RunSummary, vulnerable: number, palette: Palette): string {
  const n = (key: string): number => stats[key] ?? 0
  const verdict =
    vulnerable > 0
      ? palette.alarm(` ${n('targetsProven')} of ${n('targets')} targets proven vulnerable `)
      : palette.strong(
          `No target was proven vulnerable. That proves nothing about ${n('targetsUnknown') === 1 ? 'the one' : `the ${n('targetsUnknown')}`} that answered.`,
        )
  const lines = [
    verdict,
    `  ${n('targets')} targets: ${n('targetsProven')} proven, ${n('targetsUnknown')} unknown (delivered, no callback), ${n('targetsNotReached')} not reached`,
    `  ${n('requests')} requests; ${n('pointsDelivered')} places delivered, ${n('pointsNotDelivered')} not; ${n('callbacks')} callbacks`,
    `  ended ${showInstant(endedAt)}${complete ? '' : palette.warn(' before everything was tried')}`,
  ]
  return `${lines.join('\n')}\n`
}

function paletteFor(colour: boolean): Palette {
  const paint =
    (code: string): Paint =>
    (text) =>
      colour ? `\u001b[${code}m${text}\u001b[0m` : text.trim()
  return { alarm: paint('1;97;41'), warn: paint('33'), strong: paint('1'), faint: paint('2') }
}
