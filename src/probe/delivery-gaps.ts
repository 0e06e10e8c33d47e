import type { Gap } from '../core/index.ts'
import type { Fate } from './delivery.ts'
import type { Shot } from './plan.ts'
import type { Place } from './point.ts'

/** `https://host/path [header X-Api-Version]`: one place of one URL, as gaps name it. */
export function showPlace({ hop, place: { point } }: Shot): string {
  return `${hop.url} [${point.kind} ${point.name}]`
}

/** How many places of a target had at least one payload delivered, and how many had none. */
export function pointsDelivered(fates: ReadonlyMap<Shot, Fate>): { delivered: number; lost: number } {
  const all = new Set<Place>()
  const delivered = new Set<Place>()
  for (const [{ place }, fate] of fates) {
    all.add(place)
    if (fate.is === 'delivered') delivered.add(place)
  }
  return { delivered: delivered.size, lost: all.size - delivered.size }
}

/**
 * Every place that a payload did not reach, once for each reason. If all payloads of the target were lost for one
 * reason, that is said once, of the target.
 */
export function gapsOf(url: string, fates: ReadonlyMap<Shot, Fate>): readonly Gap[] {
  const common = commonLoss(fates)
  if (common !== null) return [{ at: url, because: common.because, detail: common.detail }]
  const gaps = new Map<string, Gap>()
  for (const [shot, fate] of fates) {
    if (fate.is === 'delivered') continue
    const at = showPlace(shot)
    const { because, detail } = fate
    gaps.set(`${at} ${because}`, { at, because, detail })
  }
  return [...gaps.values()]
}

/** The first loss, if all payloads were lost for the same reason: a dead host, in most lists. */
function commonLoss(fates: ReadonlyMap<Shot, Fate>): Extract<Fate, { is: 'lost' }> | null {
  let first: Extract<Fate, { is: 'lost' }> | null = null
  for (const fate of fates.values()) {
    if (fate.is === 'delivered') return null
    first ??= fate
    if (fate.because !== first.because) return null
  }
  return first
}
