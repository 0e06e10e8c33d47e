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
    fill: (request, payload) => withHeader(request, name, payload),
  }
}

const poisons = new Set(poisonHeaderNames.map((name) => name.toLowerCase()))

function isPoison(name: string): boolean {
  return poisons.has(name.toLowerCase())
}

/** The request with this header field and no other of its name. */
export function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  const { headers } = request
  const others = hasHeader(headers, name) ? headers.filter(([known]) => !isSame(known, name)) : headers
  return { ...request, headers: [...others, [name, value]] }
}

/** A loop, because requests are filled name by name: this runs thousands of times for each target. */
function hasHeader(headers: HttpRequest['headers'], name: string): boolean {
  for (const field of headers) if (isSame(field[0], name)) return true
  return false
}

/** Most names differ in length, which is cheaper to see than their letters. */
function isSame(a: string, b: string): boolean {
  return a.length === b.length && a.toLowerCase() === b.toLowerCase()
}
