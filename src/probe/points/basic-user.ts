import type { InjectionPoint } from '../point.ts'
import { base64 } from './base64.ts'
import { withHeader } from './header.ts'

/** The credentials of HTTP basic authentication (RFC 7617), which services log when they refuse them. */
export const basicUser: InjectionPoint = {
  id: 'basic-user',
  summary: 'the credentials of basic authentication',
  profile: 'standard',

  places: () => [
    {
      point: { kind: 'basic-user', name: 'user' },
      shape: null,
      // The first colon ends the user name, and every lookup has one: this reaches services that log the decoded
      // credentials, or the password.
      fill: (request, payload) => withHeader(request, 'Authorization', `Basic ${base64(`${payload}:`)}`),
    },
  ],
}
