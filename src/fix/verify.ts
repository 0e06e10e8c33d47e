import type { CveStatus } from '../core/index.ts'
import type { Examined, PlaceChange } from './plan-archive.ts'
import type { Effect } from './prescribe.ts'

/**
 * What is wrong with a new file, by what the scan says of it: each flaw that was to end must be told as ended, and of
 * everything else it must say what it said before. `null`: all is as promised.
 */
export function flawIn(
  before: readonly Examined[],
  after: readonly Examined[],
  places: readonly PlaceChange[],
): string | null {
  const then = copiesIn(before)
  const now = copiesIn(after)
  for (const [key, { place, cves }] of then) {
    const ends = endsIn(place, places)
    const later = now.get(key)
    // Of a copy whose name was that of the class that went, what is left has another name.
    if (later === undefined && ends.size > 0) continue
    for (const { id, status } of cves) {
      const said = later?.cves.find((each) => each.id === id)?.status ?? 'nothing'
      const wanted = ends.has(id) && status === 'affected' ? 'not_affected' : status
      if (said !== wanted) return `of ${id} in ${place} the scan of the new file says ${said}, not ${wanted}`
    }
  }
  for (const [key, { place, cves }] of now) {
    const ends = endsIn(place, places)
    if (!then.has(key) && ends.size === 0) return `the scan of the new file finds something new in ${place}`
    const open = cves.find(
      ({ id, status }) => ends.has(id) && (status === 'affected' || status === 'under_investigation'),
    )
    if (open !== undefined) return `of ${open.id} in ${place} the scan of the new file says ${open.status}`
  }
  return null
}

interface Copy {
  readonly place: string
  readonly cves: readonly CveStatus[]
}

function copiesIn(examined: readonly Examined[]): ReadonlyMap<string, Copy> {
  return new Map(
    examined.flatMap(({ place, judgements }) =>
      judgements.map((judgement) => [keyOf(place, judgement), { place, cves: judgement.cves }] as const),
    ),
  )
}

function endsIn(place: string, places: readonly PlaceChange[]): ReadonlySet<string> {
  const effects = places.filter((each) => each.place === place).flatMap((each) => each.effects)
  return new Set(effects.flatMap(({ ends }) => ends))
}

function keyOf(place: string, { component, prefix }: Pick<Effect, 'component' | 'prefix'>): string {
  return JSON.stringify([place, component.product, component.packageRoot, prefix])
}
