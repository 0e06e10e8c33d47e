import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chance, mutated } from '../../test/kit/chance.ts'
import { type ResponseProgress, ResponseReader } from './http-response.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const limits = { headBytes: 1_000, bodyBytes: 2_000 }

/** Reads `pieces` in order, then the end of the connection. */
function readAll(pieces: readonly Uint8Array[], method = 'GET'): ResponseProgress {
  const reader = new ResponseReader(method, limits)
  for (const piece of pieces) {
    const progress = reader.read(piece)
    if (progress.is !== 'incomplete') return progress
  }
  return reader.end()
}

const ok = (reusable: boolean, status = 200, location: string | null = null): ResponseProgress => ({
  is: 'complete',
  head: { status, location },
  reusable,
})

const answers: readonly (readonly [string, string, ResponseProgress])[] = [
  ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', ok(true)],
  ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\nA: b\r\n\r\n', ok(true)],
  ['no body by status', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', ok(true, 304)],
  [
    'an interim answer before it',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
    ok(true),
  ],
  ['an end by closing', 'HTTP/1.1 200 OK\r\n\r\nall of it', ok(false)],
  ['a redirect', 'HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n', ok(true, 302, '/x')],
  ['a wish to close', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', ok(false)],
  ['version 1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', ok(false)],
  ['bare line feeds', 'HTTP/1.1 200 OK\nContent-Length: 0\n\n', ok(true)],
  ['no reason phrase', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n', ok(true)],
]

test.each(answers)('an answer with %s is read alike however its bytes are cut', (_case, text, expected) => {
  const bytes = bytesOf(text)

  expect(readAll([bytes])).toEqual(expected)
  expect(readAll(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(expected)
  fc.assert(
    fc.property(fc.nat(bytes.length), fc.nat(bytes.length), (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      expect(readAll([bytes.slice(0, from), bytes.slice(from, to), bytes.slice(to)])).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})

test.each([
  ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\nok'],
  ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['an unknown coding', 'Transfer-Encoding: gzip\r\n\r\nxx'],
  ['a length that is no number', 'Content-Length: 2x\r\n\r\nok'],
  ['a space before a colon', 'Content-Length : 9\r\nContent-Length: 2\r\n\r\nok'],
  ['a folded line', 'A: b\r\n Content-Length: 9\r\nContent-Length: 2\r\n\r\nok'],
  ['a line without a colon', 'what\r\nContent-Length: 2\r\n\r\nok'],
  ['bytes after its end', 'Content-Length: 2\r\n\r\nokHTTP/1.1 200 OK'],
])('after an answer with %s the connection is not used again', (_case, rest) => {
  expect(readAll([bytesOf(`HTTP/1.1 200 OK\r\n${rest}`)])).toEqual(ok(false))
})

test.each([
  ['no status line', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 'GET'],
  ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n', 'GET'],
  ['a chunk that is longer than it said', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nok\r\n', 'GET'],
  ['an end within the head', 'HTTP/1.1 200 OK\r\nA: b', 'GET'],
  ['an end within the body', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok', 'GET'],
  ['nothing at all', '', 'GET'],
  ['a newer version', 'HTTP/2.0 200 OK\r\n\r\n', 'GET'],
  ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n', 'GET'],
  ['a status below 100', 'HTTP/1.1 099 OK\r\n\r\n', 'GET'],
  ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n', 'GET'],
  ['a chunk line without end', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(5_000)}`, 'GET'],
  ['an answer after too many interim ones', `${'HTTP/1.1 103 Early\r\n\r\n'.repeat(17)}HTTP/1.1 200 OK\r\n\r\n`, 'GET'],
])('%s is malformed', (_case, text, method) => {
  expect(readAll([bytesOf(text)], method).is).toBe('malformed')
})

test('a head without end is given up at its limit, a body without end counts as complete at its limit', () => {
  const endless = Array.from({ length: 100 }, () => bytesOf('A: '.repeat(100)))
  expect(readAll([bytesOf('HTTP/1.1 200 OK\r\n'), ...endless])).toMatchObject({ is: 'malformed' })
  expect(readAll([bytesOf('HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n'), ...endless])).toEqual(ok(false))
  expect(readAll([bytesOf('HTTP/1.1 200 OK\r\n\r\n'), ...endless])).toEqual(ok(false))
})

test('an answer whose length cannot be believed is not waited for to its end', () => {
  const reader = new ResponseReader('GET', limits)
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n'

  expect(reader.read(bytesOf(head))).toEqual(ok(false))
})

test('the head is known before the body has ended', () => {
  const reader = new ResponseReader('GET', limits)
  reader.read(bytesOf('HTTP/1.1 503 Busy\r\nContent-Length: 9\r\n\r\n'))

  expect(reader.head).toEqual({ status: 503, location: null })
})

test('bytes that were read may change afterwards', () => {
  const reader = new ResponseReader('GET', limits)
  const shared = new Uint8Array(64)
  for (const piece of ['HTTP/1.1 20', '4 Gone\r\nLocat', 'ion: /a\r', '\n\r\n']) {
    shared.fill(0x78)
    shared.set(bytesOf(piece))
    reader.read(shared.subarray(0, piece.length))
  }
  expect(reader.head).toEqual({ status: 204, location: '/a' })
})

test('a head that comes byte by byte is copied and searched in proportion to its length', () => {
  const long = bytesOf(`HTTP/1.1 200 OK\r\nA: ${'b'.repeat(4_000_000)}\r\nContent-Length: 0\r\n\r\n`)
  const reader = new ResponseReader('GET', { headBytes: 5_000_000, bodyBytes: 0 })
  let last: ResponseProgress = { is: 'incomplete' }
  // In time that grows with the square, this would take minutes.
  for (let i = 0; i < long.length; i++) last = reader.read(long.subarray(i, i + 1))

  expect(last).toEqual(ok(true))
})

test('HEAD answers have no body', () => {
  expect(readAll([bytesOf('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n')], 'HEAD')).toEqual(ok(true))
})

test('100,000 mutated answers are read without a throw', () => {
  const random = chance(7)
  const seeds = answers.map(([, text]) => bytesOf(text))
  let complete = 0
  for (let i = 0; i < 100_000; i++) {
    const bytes = mutated(seeds[i % seeds.length] ?? new Uint8Array(), random)
    if (readAll([bytes]).is === 'complete') complete++
  }
  expect(complete).toBeGreaterThan(1_000)
})
