import type { InjectionPoint, Place } from '../point.ts'
import type { HttpRequest } from '../request.ts'
import { withHeader } from './header.ts'

/** Values of cookies, one by one: those that the request has, and one that is added. */
export const cookie: InjectionPoint = {
  id: 'cookie',
  summary: 'values of cookies, one by one, existing and added',
  profile: 'quick',

  places(base) {
    const existing = pairsOf(base).map(([name]) => name)
    return [...new Set([...existing, 'session'])].map(
      (name): Place => ({
        point: { kind: 'cookie', name },
        shape: 'get',
        fill: (request, payload) => withCookie(request, name, payload),
      }),
    )
  },
}

function pairsOf({ headers }: HttpRequest): readonly (readonly [string, string])[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(/;\s*/))
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = ''] = pair.split('=', 1)
      return [name, pair.slice(name.length + 1)]
    })
}

function withCookie(request: HttpRequest, name: string, payload: string): HttpRequest {
  const others = pairsOf(request).filter(([known]) => known !== name)
  const all = [...others, [name, payload] as const]
  return withHeader(request, 'Cookie', all.map(([key, value]) => `${key}=${value}`).join('; '))
}
