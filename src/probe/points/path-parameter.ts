import type { InjectionPoint } from '../point.ts'
import { percentEncode } from './percent-encode.ts'

/** A path parameter (RFC 3986 section 3.3), such as `;jsessionid=…`: servlet containers read and log these. */
export const pathParameter: InjectionPoint = {
  id: 'path-parameter',
  summary: 'a ;parameter of the path',
  profile: 'standard',

  places: () => [
    {
      point: { kind: 'path-parameter', name: 'jsessionid' },
      shape: null,
      fill(request, payload) {
        const before = request.target.split('?', 1)[0] ?? ''
        const target = `${before};jsessionid=${percentEncode(payload, '/')}${request.target.slice(before.length)}`
        return { ...request, target }
      },
    },
  ],
}
