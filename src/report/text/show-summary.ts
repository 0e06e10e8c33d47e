import { type Gap, type GapReason, gapReasons, type RunSummary, showInstant } from '../../core/index.ts'
import { visible } from '../visible.ts'
import type { Palette } from './palette.ts'

/** How many places of one reason are listed; the others are counted, and are all in the other formats. */
const placesShown = 8

/** Gaps by reason: all counted, the first of each kept. Memory does not grow with their number. */
export class GapDigest {
  readonly #kept = new Map<GapReason, { count: number; readonly places: Gap[] }>()

  add(gap: Gap): void {
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

/** A heading and a line for each text; nothing if there is none. */
export function* showList(title: string, texts: Iterable<string>, palette: Palette): Generator<string> {
  const lines = [...texts].map((text) => `  ${visible(text)}`)
  if (lines.length > 0) yield* [palette.strong(title), ...lines, '']
}

/** The verdict of the run and its sums. Silence is told in the same size of letters. */
export function* showSums(
  { endedAt, complete, stats }: RunSummary,
  vulnerable: number,
  palette: Palette,
): Generator<string> {
  const n = (key: string): number => stats[key] ?? 0
  const unknown = n('targetsUnknown')
  const unsaid = `That proves nothing about ${unknown === 1 ? 'the one' : `the ${unknown}`} that answered.`
  yield vulnerable > 0
    ? palette.alarm(`${n('targetsProven')} of ${count(n('targets'), 'target')} proven vulnerable`)
    : palette.strong(`No target was proven vulnerable. ${unsaid}`)
  yield `  ${count(n('targets'), 'target')}: ${n('targetsProven')} proven, ${unknown} unknown (delivered, nothing observed: proves nothing about them), ${n('targetsNotReached')} not reached`
  yield `  ${count(n('requests'), 'request')}; ${count(n('pointsDelivered'), 'place')} delivered, ${n('pointsNotDelivered')} not; ${count(n('callbacks'), 'callback')}`
  yield `  ended ${showInstant(endedAt)} (UTC)${complete ? '' : palette.warn(' before everything was tried')}`
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
