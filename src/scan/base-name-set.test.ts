import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BaseNameSet } from './base-name-set.ts'

test('every name of the set is found, wherever it lies in the bytes', () => {
  const name = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), name, (names, before) => {
      const set = new BaseNameSet(names)
      for (const each of names) {
        const bytes = new TextEncoder().encode(`${before}${each}.class`)
        expect(set.mayHave(bytes, before.length, before.length + each.length)).toBe(true)
      }
    }),
  )
})

test('a name that is not of the set is hardly ever taken for one', () => {
  const set = new BaseNameSet(['JndiLookup', 'JndiManager', 'Interpolator'])
  const taken = Array.from({ length: 20_000 }, (_, i) => `Class${i}`).filter((name) =>
    set.mayHave(new TextEncoder().encode(name), 0, name.length),
  )

  expect(taken).toEqual([])
})
