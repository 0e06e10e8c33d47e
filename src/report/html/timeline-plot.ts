import { type AttackFinding, type Instant, instantOfEpoch, showInstant } from '../../core/index.ts'
import { attackNoun, attackVerdicts } from '../attack-words.ts'
import { escapeHtml } from './escape.ts'
import { verdictTones } from './verdict-tones.ts'

const width = 1_180
const height = 250
const margin = 64
const bottom = 34
const top = 26
const barsMost = 72
const ticksMost = 7

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** What one bar may stand for. */
const steps = [minute, 5 * minute, 15 * minute, hour, 3 * hour, 6 * hour, day, 7 * day, 30 * day, 365 * day]

interface Bucket {
  readonly from: Instant
  readonly counts: Map<AttackFinding['verdict'], number>
  /** Attacks of which something was seen that only evaluation causes. */
  called: number
}

/** How many attacks came when, as records say; traces of evaluated lookups are marked with a diamond. */
export function timelinePlot(findings: readonly AttackFinding[]): string {
  const timed = findings.filter((each): each is Timed => each.when !== null)
  const untimed = findings.length - timed.length
  if (timed.length === 0) return '<p class="soft">No record says when.</p>'
  const [first, last] = rangeOf(timed)
  const drawn = timed.filter(({ when }) => when >= first && when <= last)
  const { buckets, step } = bucketsOf(drawn, first, last)
  const most = Math.max(...buckets.map(total))
  const barWidth = (width - margin) / buckets.length
  const left = [
    ...(drawn.length === timed.length ? [] : [`${n(timed.length - drawn.length)} long before or after`]),
    ...(untimed === 0 ? [] : [`${n(untimed)} of which no record says when`]),
  ]
  const unplaced = left.length === 0 ? '' : `<p class="soft">Not drawn: ${left.join(', ')}.</p>`
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(spoken(buckets, step))}">
${scale(most)}
${buckets.map((bucket, i) => bar(bucket, step, most, margin + i * barWidth, barWidth)).join('\n')}
${ticks(buckets, step, barWidth)}
</svg>${unplaced}`
}

type Timed = AttackFinding & { when: Instant }

/**
 * From when to when is drawn. A clock that was wrong, or a year that was guessed, must not squeeze all the others into
 * one bar: where the outermost hundredth makes the range ten times as long, it is left out and counted. Traces of
 * evaluated lookups are always drawn.
 */
function rangeOf(timed: readonly Timed[]): readonly [first: Instant, last: Instant] {
  const times = timed.map(({ when }) => when).sort((a, b) => a - b)
  const traces = timed
    .filter(({ verdict, outcome }) => verdict === 'evidence' || outcome === 'callback-seen')
    .map(({ when }) => when)
  const at = (share: number): Instant => times[Math.round((times.length - 1) * share)] ?? instantOfEpoch(0)
  const [from, to] = [at(0.01), at(0.99)]
  if (at(1) - at(0) <= 10 * Math.max(hour, to - from)) return [at(0), at(1)]
  return [
    traces.reduce((min, when) => (when < min ? when : min), from),
    traces.reduce((max, when) => (when > max ? when : max), to),
  ]
}

function bucketsOf(
  timed: readonly Timed[],
  first: Instant,
  last: Instant,
): { buckets: readonly Bucket[]; step: number } {
  const span = last - first
  const step = steps.find((each) => span / each < barsMost - 1) ?? day * Math.ceil(span / day / (barsMost - 1))
  const start = Math.floor(first / step) * step
  const count = Math.floor((last - start) / step) + 1
  const buckets = Array.from(
    { length: count },
    (_, i): Bucket => ({ from: instantOfEpoch(start + i * step), counts: new Map(), called: 0 }),
  )
  for (const { when, verdict, outcome } of timed) {
    const bucket = buckets[Math.floor((when - start) / step)]
    if (bucket === undefined) continue
    bucket.counts.set(verdict, (bucket.counts.get(verdict) ?? 0) + 1)
    if (outcome === 'callback-seen') bucket.called++
  }
  return { buckets, step }
}

function bar(bucket: Bucket, step: number, most: number, x: number, slot: number): string {
  if (total(bucket) === 0) return ''
  const ground = height - bottom
  const thick = Math.max(1, Math.min(40, slot - (slot > 4 ? 2 : 0.5)))
  let y = ground
  const rects = attackVerdicts.flatMap((verdict) => {
    const count = bucket.counts.get(verdict) ?? 0
    if (count === 0) return []
    // One among thousands is still seen.
    const tall = Math.max(3, (count / most) * (ground - top - 3 * attackVerdicts.length))
    y -= tall
    return [
      `<rect class="bar ${verdictTones[verdict]}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${thick.toFixed(1)}" height="${tall.toFixed(1)}"/>`,
    ]
  })
  const middle = x + thick / 2
  const mark =
    bucket.counts.has('evidence') || bucket.called > 0
      ? `<path class="evidence" d="M${middle.toFixed(1)} ${(y - 15).toFixed(1)}l6 6l-6 6l-6 -6z"/>`
      : ''
  return `<g><title>${escapeHtml(`${label(bucket.from, step)}: ${words(bucket)}`)}</title>${rects.join('')}${mark}</g>`
}

function scale(most: number): string {
  const ground = height - bottom
  const lines = [...new Set([most, Math.round(most / 2)])].filter((value) => value > 0)
  const grid = lines.map((value) => {
    const y = (ground - (value / most) * (ground - top)).toFixed(1)
    return `<line class="grid" x1="${margin}" y1="${y}" x2="${width}" y2="${y}"/><text class="soft" x="${margin - 8}" y="${y}" dy="5" text-anchor="end">${n(value)}</text>`
  })
  return `${grid.join('\n')}<line class="axis" x1="${margin}" y1="${ground}" x2="${width}" y2="${ground}"/>`
}

function ticks(buckets: readonly Bucket[], step: number, slot: number): string {
  const every = Math.ceil(buckets.length / ticksMost)
  return buckets
    .flatMap(({ from }, i) => {
      if (i % every !== 0) return []
      const x = margin + i * slot
      if (x > width - 90 && i > 0) return []
      return [
        `<line class="grid" x1="${x.toFixed(1)}" y1="${height - bottom}" x2="${x.toFixed(1)}" y2="${height - bottom + 6}"/><text class="soft" x="${x.toFixed(1)}" y="${height - 10}">${label(from, step)}</text>`,
      ]
    })
    .join('\n')
}

/** `2021-12-12`, with the time where a bar is less than a day. */
function label(from: Instant, step: number): string {
  const iso = showInstant(from)
  return step >= day ? iso.slice(0, iso.indexOf('T')) : iso.slice(0, -8).replace('T', ' ')
}

function spoken(buckets: readonly Bucket[], step: number): string {
  const some = buckets.filter((bucket) => total(bucket) > 0)
  return `Attacks over time, UTC. ${some.map((bucket) => `${label(bucket.from, step)}: ${words(bucket)}`).join('; ')}`
}

function words({ counts }: Bucket): string {
  return attackVerdicts
    .flatMap((verdict) => {
      const count = counts.get(verdict)
      return count === undefined ? [] : [`${n(count)} ${attackNoun(verdict, count)}`]
    })
    .join(', ')
}

function total({ counts }: Bucket): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

function n(count: number): string {
  return count.toLocaleString('en-US')
}
