import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrap } from './wrap.ts'

const words = fc.array(fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom('a', 'é', '😀') }), {
  minLength: 1,
})

test('no line is longer than asked for, but one that is a single word; no word is lost or broken', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 5, max: 60 }), (some, columns) => {
      const lines = wrap(some.join(' '), columns)
      for (const line of lines) if (line.includes(' ')) expect(Array.from(line).length).toBeLessThanOrEqual(columns)
      expect(lines.join(' ')).toBe(some.join(' '))
    }),
  )
})

test('lines are as full as they can be', () => {
  expect(wrap('aa bb cc dd', 5)).toEqual(['aa bb', 'cc dd'])
  expect(wrap('', 5)).toEqual([''])
})
