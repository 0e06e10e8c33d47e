import type { InjectionPoint, Place } from '../point.ts'
import { withBody } from './body.ts'
import { fieldNames } from './field-names.ts'
import { percentEncode } from './percent-encode.ts'

/** Fields of a posted form. */
export const form: InjectionPoint = {
  id: 'form',
  summary: 'fields of a posted form (application/x-www-form-urlencoded)',
  profile: 'standard',

  places: () =>
    fieldNames.map(
      (name): Place => ({
        point: { kind: 'form', name },
        shape: 'post-form',
        fill: (request, payload) =>
          withBody(request, 'application/x-www-form-urlencoded', (before) => {
            const pair = `${name}=${percentEncode(payload)}`
            return before === null ? pair : `${before}&${pair}`
          }),
      }),
    ),
}
