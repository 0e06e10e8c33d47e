import type { InjectionPoint, Place } from '../point.ts'
import type { HttpRequest } from '../request.ts'
import { percentEncode } from './percent-encode.ts'

/** Names that are added where the URL has no parameter: what public scanners add, and what search pages log. */
const addedNames = ['q', 'v', 'id']

/** Values of query parameters: each that the URL has, and a few that are added. */
export const query: InjectionPoint = {
  id: 'query',
  summary: 'values of query parameters, existing and added',
  profile: 'quick',

  places(base, { profile }) {
    const existing = namesOf(base.target)
    const added = (profile === 'quick' ? addedNames.slice(0, 2) : addedNames).filter((name) => !existing.includes(name))
    return [...new Set([...existing, ...added])].map(
      (name): Place => ({
        point: { kind: 'query', name },
        shape: 'get',
        fill: (request, payload) => withParameter(request, name, payload),
      }),
    )
  },
}

function namesOf(target: string): readonly string[] {
  const mark = target.indexOf('?')
  if (mark < 0) return []
  return target
    .slice(mark + 1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => pair.split('=', 1)[0] ?? '')
}

/** Replaces every value of the parameter, or adds it. Names are compared as written. */
function withParameter(request: HttpRequest, name: string, payload: string): HttpRequest {
  const [path = '', ...rest] = request.target.split('?')
  const pairs =
    rest.length === 0
      ? []
      : rest
          .join('?')
          .split('&')
          .filter((pair) => pair !== '')
  const filled = `${name}=${percentEncode(payload)}`
  const replaced = pairs.map((pair) => (pair.split('=', 1)[0] === name ? filled : pair))
  const all = replaced.includes(filled) ? replaced : [...replaced, filled]
  return { ...request, target: `${path}?${all.join('&')}` }
}
