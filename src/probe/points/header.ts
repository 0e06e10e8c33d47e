import type { InjectionPoint, Place } from '../point.ts'
import type { HttpRequest } from '../request.ts'
import { headerNames, poisonHeaderNames } from './header-names.ts'

/** Values of header fields. `quick` leaves out those that would need a request each, `deep` adds all of those. */
export const header: InjectionPoint = {
  id: 'header',
  summary: 'values of header fields',
  profile: 'quick',

  places(_base, { profile, headerNames: chosen }) {
    const names = chosen ?? (profile === 'deep' ? [...new Set([...headerNames, ...poisonHeaderNames])] : headerNames)
    return names.flatMap((name) => {
      const alone = isPoison(name)
      return alone && profile === 'quick' && chosen === null ? [] : [placeOf(name, alone)]
    })
  },
}

function placeOf(name: string, alone: boolean): Place {
  return {
    point: { kind: 'header', name },
    shape: alone ? null : 'get',
    fill: (request, payload) => withHeader(request, name, payload),
  }
}

function isPoison(name: string): boolean {
  return poisonHeaderNames.some((poison) => poison.toLowerCase() === name.toLowerCase())
}

/** The request with this header field and no other of its name. */
export function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  const others = request.headers.filter(([known]) => known.toLowerCase() !== name.toLowerCase())
  return { ...request, headers: [...others, [name, value]] }
}
