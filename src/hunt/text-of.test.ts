import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textOf } from './text-of.ts'

test.each([
  ['ASCII', [0x24, 0x7b], '${'],
  ['UTF-8 of every length', [0x24, 0xc4, 0xb1, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x94, 0xa5], '$ı€🔥'],
  ['Latin-1', [0xe9, 0x74, 0xe9], 'été'],
  ['a wrong byte before a right sequence', [0xff, 0xc4, 0xb1], 'ÿı'],
  ['a sequence that is cut off', [0x61, 0xe2, 0x82], 'aâ\u0082'],
  ['a sequence that another begins in', [0xe2, 0xc4, 0xb1], 'âı'],
  ['an overlong slash', [0xc0, 0xaf], 'À¯'],
  ['an overlong form of three bytes', [0xe0, 0x80, 0xaf], 'à\u0080¯'],
  ['half of a pair', [0xed, 0xa0, 0x80], 'í\u00a0\u0080'],
  ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80], 'ô\u0090\u0080\u0080'],
  ['a mark of the byte order', [0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
  ['what stands for an unknown character', [0xef, 0xbf, 0xbd], '\ufffd'],
])('%s', (_case, bytes, text) => {
  expect(textOf(Uint8Array.from(bytes))).toBe(text)
})

test('what is UTF-8 is read as such, whatever wrong byte stands between', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 5 }), { maxLength: 6 }), (parts) => {
      const encoder = new TextEncoder()
      const bytes = parts.flatMap((part) => [...encoder.encode(part), 0xff])

      expect(textOf(Uint8Array.from(bytes))).toBe(parts.map((part) => `${part}\u00ff`).join(''))
    }),
  )
})
