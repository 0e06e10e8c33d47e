import { type Gap, type GapReason, gapReasons, type RunSummary, showInstant } from '../../core/index.ts'
import type { AttackSums } from '../attack-sums.ts'
import { spanWords } from '../attack-words.ts'
import { calmHuntWords, calmScanWords } from '../calm-words.ts'
import { count } from '../count.ts'
import { statWords } from '../stat-words.ts'
import { visible } from '../visible.ts'
import type { ComponentDigest } from './component-digest.ts'
import type { Palette } from './palette.ts'
import { wrap } from './wrap.ts'

/** How many places of one reason are listed; the others are counted, and are all in the other formats. */
const placesShown = 8

/** Gaps by reason: all counted, the first of each kept. Memory does not grow with their number. */
export class GapDigest {
  count = 0
  readonly #kept = new Map<GapReason, { count: number; readonly places: Gap[] }>()

  add(gap: Gap): void {
    this.count++
    const known = this.#kept.get(gap.because) ?? { count: 0, places: [] }
    known.count++
    if (known.places.length < placesShown) known.places.push(gap)
    this.#kept.set(gap.because, known)
  }

  /** The most frequent reason first. */
  *show(palette: Palette): Generator<string> {
    if (this.#kept.size === 0) return
    yield palette.strong('Not examined')
    for (const [because, { count, places }] of [...this.#kept].sort(([, a], [, b]) => b.count - a.count)) {
      yield `  ${palette.warn(`${count} × ${because}`)}: ${gapReasons[because]}`
      for (const { at, detail } of places)
        yield `    ${visible(at)}${detail === '' ? '' : `  ${palette.faint(visible(detail))}`}`
      if (count > places.length) yield palette.faint(`    and ${count - places.length} more (all are in --format json)`)
    }
    yield ''
  }
}

/** A heading, and each text in lines that fit; nothing if there is none. */
export function* showList(
  title: string,
  texts: Iterable<string>,
  columns: number,
  palette: Palette,
): Generator<string> {
  const lines = [...texts].flatMap((text) =>
    wrap(visible(text), columns - 4).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`),
  )
  if (lines.length > 0) yield* [palette.strong(title), ...lines, '']
}

/** The verdict of a probe and its sums. Silence is told in the same size of letters. */
export function* showExposureSums({ stats }: RunSummary, vulnerable: number, palette: Palette): Generator<string> {
  const n = (key: string): number => stats[key] ?? 0
  const unknown = n('targetsUnknown')
  const unsaid = `That proves nothing about ${unknown === 1 ? 'the one' : `the ${unknown}`} that answered.`
  yield vulnerable > 0
    ? palette.alarm(`${n('targetsProven')} of ${count(n('targets'), 'target')} proven vulnerable`)
    : palette.strong(`No target was proven vulnerable. ${unsaid}`)
  yield `  ${count(n('targets'), 'target')}: ${n('targetsProven')} proven, ${unknown} unknown (delivered, nothing observed: proves nothing about them), ${n('targetsNotReached')} not reached`
  yield `  ${count(n('requests'), 'request')}; ${count(n('pointsDelivered'), 'place')} delivered, ${n('pointsNotDelivered')} not; ${count(n('callbacks'), 'callback')}`
}

/** The verdict of a search in files and its sums. What was not examined is part of the verdict. */
export function* showComponentSums(
  { stats }: RunSummary,
  components: ComponentDigest,
  gaps: number,
  columns: number,
  palette: Palette,
): Generator<string> {
  const { vulnerable, files, standings } = components
  const unsaid = unsaidOf(components.unknown, gaps)
  yield vulnerable > 0
    ? palette.alarm(`${count(vulnerable, 'vulnerable component')} in ${count(files, 'file')}`)
    : palette.strong(`${calmScanWords(stats)}${unsaid === '' ? '' : ` ${unsaid}`}`)
  if (vulnerable > 0 && unsaid !== '') yield `  ${palette.warn(unsaid)}`
  if (standings !== '') yield `  ${standings}`
  yield* statLines(stats, columns)
}

/** The verdict of a hunt in logs and its sums. */
export function* showAttackSums(
  { stats }: RunSummary,
  attacks: AttackSums,
  gaps: number,
  columns: number,
  palette: Palette,
): Generator<string> {
  const unsaid = unsaidOf(0, gaps)
  const evaluated = attacks.of('evidence')
  const { first, last, held, here } = attacks
  yield attacks.count > 0
    ? palette.alarm(`${count(attacks.count, 'attack')} in ${count(attacks.logs.size, 'log')}`)
    : palette.strong(`${calmHuntWords(stats)}${unsaid === '' ? '' : ` ${unsaid}`}`)
  if (attacks.count > 0 && unsaid !== '') yield `  ${palette.warn(unsaid)}`
  if (evaluated > 0)
    yield `  ${palette.alarm(`${count(evaluated, 'record')} of lookups that were evaluated: treat those hosts as broken into`)}`
  if (held > 0) yield `  ${here > 0 ? palette.alarm(firedWords(here, held)) : firedWords(here, held)}`
  if (attacks.outcomes !== '') yield `  ${palette.alarm(attacks.outcomes)}`
  if (attacks.verdicts !== '') yield `  ${attacks.verdicts}`
  if (first !== null) yield `  ${spanWords(first, last)}, as records say`
  yield* statLines(stats, columns)
}

function firedWords(here: number, held: number): string {
  return `${here.toLocaleString('en-US')} of ${held.toLocaleString('en-US')} could have fired on what the scan found`
}

/** What did not happen is not worth a word here; a number is not parted from its noun. */
function* statLines(stats: RunSummary['stats'], columns: number): Generator<string> {
  const counted = Object.entries(stats).filter(([name, value]) => value !== 0 && !saidAbove.has(name))
  const sums = counted.map(([name, value]) => statWords(name, value).replaceAll(' ', '\u00a0'))
  if (sums.length > 0)
    for (const line of wrap(sums.join(', '), columns - 2)) yield `  ${line.replaceAll('\u00a0', ' ')}`
}

/** Counters that the verdict has told already. */
const saidAbove: ReadonlySet<string> = new Set(['components', 'vulnerable', 'gaps'])

/** What nothing is known of: components that could not be judged, places that could not be examined. */
function unsaidOf(unknown: number, gaps: number): string {
  const unjudged = unknown === 0 ? [] : [`${count(unknown, 'component')} could not be judged.`]
  const unexamined =
    gaps === 0
      ? []
      : [`${count(gaps, 'place')} could not be examined: nothing is known of ${gaps === 1 ? 'it' : 'them'}.`]
  return [...unjudged, ...unexamined].join(' ')
}

/** When it ended, and whether it was done. */
export function showEnd({ endedAt, complete }: RunSummary, palette: Palette): string {
  return `  ended ${showInstant(endedAt)} (UTC)${complete ? '' : palette.warn(' before everything was tried')}`
}
