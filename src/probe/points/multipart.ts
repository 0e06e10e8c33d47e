import type { InjectionPoint, Place } from '../point.ts'
import { withBody } from './body.ts'

const boundary = 'fireline-part-boundary'
const close = `--${boundary}--\r\n`

/** Parts of a posted multipart form (RFC 7578): their names, file names and values. */
export const multipart: InjectionPoint = {
  id: 'multipart',
  summary: 'names, file names and values of a multipart form',
  profile: 'standard',

  places: () => [
    place('part name', (payload) => part(`name="${quoted(payload)}"`, 'x')),
    place('file name', (payload) => part(`name="file"; filename="${quoted(payload)}"`, 'x')),
    place('part value', (payload) => part('name="name"', payload)),
  ],
}

function place(name: string, write: (payload: string) => string): Place {
  return {
    point: { kind: 'multipart', name },
    shape: 'post-multipart',
    fill: (request, payload) =>
      withBody(request, `multipart/form-data; boundary=${boundary}`, (before) => {
        const parts = before === null ? '' : before.slice(0, -close.length)
        return `${parts}${write(payload)}${close}`
      }),
  }
}

function part(disposition: string, value: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${value}\r\n`
}

/** As browsers do (HTML, multipart/form-data encoding algorithm). */
function quoted(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
