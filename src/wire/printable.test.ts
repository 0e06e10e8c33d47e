import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printable } from './printable.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

test.each([
  ['plain text', 'tok/${env:USER}', 'tok/${env:USER}'],
  ['letters of any script', 'größe 漢字', 'größe 漢字'],
  ['a line break', 'a\nb', 'a\\010b'],
  ['an escape sequence', '\x1b[31m', '\\027[31m'],
  ['a right-to-left override', 'a\u202eb', 'a\\226\\128\\174b'],
  ['a line separator', '\u2028', '\\226\\128\\168'],
])('shows %s', (_case, text, shown) => {
  expect(printable(utf8(text))).toBe(shown)
})

test('shows bytes that are no UTF-8 as replaced', () => {
  expect(printable(Uint8Array.from([0x61, 0xff, 0x62]))).toBe('a\ufffdb')
})

test('holds no character that could move a cursor, whatever comes, and no more than 4 KiB of it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(printable(bytes)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    }),
  )
  expect(printable(new Uint8Array(100_000).fill(0x61))).toHaveLength(4_096)
})
