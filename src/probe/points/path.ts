import type { InjectionPoint, Place } from '../point.ts'
import type { HttpRequest } from '../request.ts'
import { percentEncode } from './percent-encode.ts'

/**
 * A path that ends in the payload, and one that has it in place of each segment. A slash of the payload stays a
 * slash: Tomcat refuses `%2F` in a path, and decoded the path reads as the payload all the same.
 */
export const path: InjectionPoint = {
  id: 'path',
  summary: 'segments of the path, and one that is added',
  profile: 'standard',

  places(base, { profile }) {
    const segments = pathOf(base.target).split('/').slice(1)
    const count = segments.at(-1) === '' ? segments.length - 1 : segments.length
    const existing = profile === 'deep' ? Array.from({ length: Math.min(count, 16) }, (_, i) => i) : []
    return [placeAt(count, 'appended'), ...existing.map((i) => placeAt(i, `segment ${i + 1}`))]
  },
}

function placeAt(index: number, name: string): Place {
  return {
    point: { kind: 'path', name },
    // Another path may be another handler, so nothing else travels with it.
    shape: null,
    fill: (request, payload) => withSegment(request, index, payload),
  }
}

function withSegment(request: HttpRequest, index: number, payload: string): HttpRequest {
  const before = pathOf(request.target)
  const segments = before.split('/').slice(1)
  segments[index] = percentEncode(payload, '/')
  return { ...request, target: `/${segments.join('/')}${request.target.slice(before.length)}` }
}

function pathOf(target: string): string {
  return target.split('?', 1)[0] ?? ''
}
