import type { InjectionPoint, Place, PlaceOptions } from '../point.ts'
import type { HttpRequest } from '../request.ts'
import { headerNames, poisonHeaderNames } from './header-names.ts'

/** Values of header fields. `quick` leaves out those that would need a request each, `deep` adds all of those. */
export const header: InjectionPoint = {
  id: 'header',
  summary: 'values of header fields',
  profile: 'quick',

  places(_base, options) {
    const known = placesOf.get(options)
    if (known !== undefined) return known
    const places = namesOf(options).map((name) => placeOf(name, isPoison(name)))
    placesOf.set(options, places)
    return places
  },
}

/** Every request can be given the same header fields, so all targets of a scan share their places. */
const placesOf = new WeakMap<PlaceOptions, readonly Place[]>()

function namesOf({ profile, headerNames: chosen }: PlaceOptions): readonly string[] {
  if (chosen !== null) return chosen
  if (profile === 'deep') return [...new Set([...headerNames, ...poisonHeaderNames])]
  return profile === 'quick' ? headerNames.filter((name) => !isPoison(name)) : headerNames
}

function placeOf(name: string, alone: boolean): Place {
  return {
    point: { kind: 'header', name },
    shape: alone ? null : 'get',
    field: name,
    fill: (request, payload) => withHeader(request, name, payload),
  }
}

const poisons = new Set(poisonHeaderNames.map((name) => name.toLowerCase()))

function isPoison(name: string): boolean {
  return poisons.has(name.toLowerCase())
}

/** The request with this header field and no other of its name. */
export function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  const lower = name.toLowerCase()
  const others = request.headers.filter(([known]) => known.toLowerCase() !== lower)
  return { ...request, headers: [...others, [name, value]] }
}
