import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findToken, maxScan, maxSlot, maxTarget, mintToken, openToken, type Seal, type TokenId } from './token.ts'

const sealUnder =
  (key: string): Seal =>
  (text) =>
    createHmac('sha256', key).update(text).digest()
const ours = sealUnder('our key')
const ids = fc.record<TokenId>({
  intent: fc.constantFrom('prove', 'confirm'),
  scan: fc.nat(maxScan),
  target: fc.nat(maxTarget),
  slot: fc.nat(maxSlot),
})

test('a token is 20 lower-case base32 characters and opens to what was minted, in any letter case', () => {
  fc.assert(
    fc.property(ids, (id) => {
      const token = mintToken(id, ours)

      expect(token).toMatch(/^[a-z2-7]{20}$/)
      expect(openToken(token, ours)).toEqual(id)
      expect(openToken(token.toUpperCase(), ours)).toEqual(id)
    }),
  )
})

test('a token of another key, or with one character changed, is refused', () => {
  fc.assert(
    fc.property(ids, fc.nat(19), (id, at) => {
      const token = mintToken(id, ours)
      const changed = token.slice(0, at) + (token[at] === 'a' ? 'b' : 'a') + token.slice(at + 1)

      expect(openToken(token, sealUnder('a stranger'))).toBeNull()
      expect(openToken(changed, ours)).toBeNull()
    }),
  )
})

test('neighbours share an HMAC and none of its bits: no two seals of 10,000 slots are alike', () => {
  const asked = new Set<string>()
  const counting: Seal = (text) => {
    asked.add(text)
    return ours(text)
  }
  const slots = Array.from({ length: 5_000 }, (_, slot) => slot)
  const tokens = (['prove', 'confirm'] as const).flatMap((intent) =>
    slots.map((slot) => mintToken({ intent, scan: 3, target: 9, slot }, counting)),
  )

  expect(new Set(tokens.map((token) => token.slice(13))).size).toBe(10_000)
  expect(asked.size).toBeLessThan(1_500)
})

test('the seal of one slot does not pass for that of another', () => {
  fc.assert(
    fc.property(ids, fc.nat(maxSlot), (id, slot) => {
      fc.pre(slot !== id.slot)
      const swapped = mintToken({ ...id, slot }, ours).slice(0, 13) + mintToken(id, ours).slice(13)

      expect(openToken(swapped, ours)).toBeNull()
    }),
  )
})

test.each([
  ['in the first label', (t: string) => `${t}.cb.example.com`],
  ['in a label with mixed case', (t: string) => `${t.toUpperCase()}.CB.example.com`],
  ['before the rest of an unevaluated lookup', (t: string) => `${t}/\${lower:Y:-n`],
  ['glued to other base32 characters', (t: string) => `xy${t}abc`],
])('a token is found %s', (_case, text) => {
  const token = mintToken({ intent: 'prove', scan: 7, target: 1_000_000, slot: 42 }, ours)

  expect(findToken(text(token), ours)).toBe(token)
})

test.each([
  ['a name without one', 'www.example.com'],
  ['twenty characters that were never sealed', 'abcdefghijklmnopqrst.example.com'],
  ['a name of 100,000 characters', 'a'.repeat(100_000)],
])('no token is found in %s', (_case, text) => {
  expect(findToken(text, ours)).toBeNull()
})

test('a field out of range is refused', () => {
  expect(() => mintToken({ intent: 'prove', scan: 0, target: 0, slot: maxSlot + 1 }, ours)).toThrow(RangeError)
})
