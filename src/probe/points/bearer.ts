import type { InjectionPoint } from '../point.ts'
import { withHeader } from './header.ts'

/** A bearer token (RFC 6750), which services log when they cannot read it. */
export const bearer: InjectionPoint = {
  id: 'bearer',
  summary: 'a bearer token',
  profile: 'standard',

  places: () => [
    {
      point: { kind: 'bearer', name: 'token' },
      shape: null,
      fill: (request, payload) => withHeader(request, 'Authorization', `Bearer ${payload}`),
    },
  ],
}
