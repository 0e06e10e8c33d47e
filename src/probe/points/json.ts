import type { InjectionPoint, Place } from '../point.ts'
import { withBody } from './body.ts'
import { fieldNames } from './field-names.ts'

/** Leaves of a posted JSON object. */
export const json: InjectionPoint = {
  id: 'json',
  summary: 'leaves of a posted JSON object',
  profile: 'standard',

  places: () =>
    fieldNames.map(
      (name): Place => ({
        point: { kind: 'json', name },
        shape: 'post-json',
        fill: (request, payload) =>
          withBody(request, 'application/json', (before) => {
            const member = `${JSON.stringify(name)}:${JSON.stringify(payload)}`
            return before === null ? `{${member}}` : `${before.slice(0, -1)},${member}}`
          }),
      }),
    ),
}
