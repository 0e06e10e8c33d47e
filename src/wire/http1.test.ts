import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeNotFound, endOfHead, looksLikeRequest, readRequestHead } from './http1.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))

test.each([
  [
    'a class loader',
    'GET /Exploit.class HTTP/1.1\r\nUser-Agent: Java/17\r\nHost: tok.cb.test:8080\r\n\r\n',
    'GET',
    '/Exploit.class',
    'tok.cb.test:8080',
  ],
  ['HTTP/1.0 without a host', 'HEAD / HTTP/1.0\r\n\r\n', 'HEAD', '/', null],
  ['lines that end with LF alone', 'GET /a HTTP/1.1\nHOST:  x \n\n', 'GET', '/a', 'x'],
  ['a proxy request', 'CONNECT tok.cb.test:443 HTTP/1.1\r\n\r\n', 'CONNECT', 'tok.cb.test:443', null],
  ['a target with spaces', 'GET /a b HTTP/1.1\r\n\r\n', 'GET', '/a b', null],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\n', 'PRI', '*', null],
  ['bytes that would move a cursor', 'GET /\x1b[2J HTTP/1.1\r\n\r\n', 'GET', '/\\027[2J', null],
])('reads %s', (_case, text, method, target, host) => {
  const head = bytes(text)

  expect(endOfHead(head)).toBe(head.length)
  expect(readRequestHead(head)).toEqual({ method, target, host })
})

test.each(['GET / FTP/1.1\r\n\r\n', 'GET\r\n\r\n', 'GET /\r\n\r\n', '\r\n\r\n', ' GET / HTTP/1.1\r\n\r\n'])(
  '%j is no request',
  (text) => {
    expect(readRequestHead(bytes(text))).toBeNull()
  },
)

test('finds the end of a head wherever the stream was cut before', () => {
  const head = bytes('GET / HTTP/1.1\r\nHost: a\r\n\r\nbody')
  const end = head.length - 'body'.length

  for (let looked = 0; looked <= end; looked++) {
    expect(endOfHead(head.subarray(0, looked))).toBe(looked < end ? null : end)
    expect(endOfHead(head, looked)).toBe(end)
  }
})

test.each([
  ['GET /', true],
  ['OPTIONS *', true],
  ['GET', null],
  ['G', null],
  ['get /', false],
  ['GE T', false],
  ['JRMI\x00', false],
  ['A'.repeat(40), false],
])('whether %j begins a request: %s', (text, answer) => {
  expect(looksLikeRequest(bytes(text))).toBe(answer)
})

test('the only answer is that nothing is here', () => {
  expect(String.fromCharCode(...encodeNotFound())).toBe(
    'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  )
})

test('bytes of any kind are read without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (any) => {
      const end = endOfHead(any)
      expect(end === null || end <= any.length).toBe(true)
      readRequestHead(any)
    }),
  )
})
