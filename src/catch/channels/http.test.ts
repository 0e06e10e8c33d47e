import { expect, test } from 'vitest'
import { hold } from '../../../test/kit/hold-conversation.ts'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const notFound = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

test.each([
  [
    'a path at a host',
    'GET /a/Exploit.class HTTP/1.1\r\nHost: tok.cb.test:80\r\n\r\n',
    'tok.cb.test:80/a/Exploit.class',
  ],
  ['a path without a host', 'GET /a HTTP/1.0\r\n\r\n', '/a'],
  ['a whole URL', 'GET http://tok.cb.test/a HTTP/1.1\r\nHost: x\r\n\r\n', 'http://tok.cb.test/a'],
])('%s is recorded, answered with 404, and that is all', (_case, request, asked) => {
  const held = hold([ascii(request)])

  expect(held.saw).toEqual([{ channel: 'http', did: 'GET', asked, raw: ascii(request) }])
  expect(String.fromCharCode(...held.wrote)).toBe(notFound)
  expect(held.hungUp).toBe(true)
})

test('a second request on the same connection is not heard', () => {
  const held = hold([ascii('GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n')])

  expect(held.saw.map(({ asked }) => asked)).toEqual(['/a'])
})

test('a head that is no request is recorded and not answered', () => {
  const held = hold([ascii('GET / SPDY/3\r\n\r\n')])

  expect(held.saw).toMatchObject([{ channel: 'http', did: 'malformed' }])
  expect(held.wrote).toHaveLength(0)
})
