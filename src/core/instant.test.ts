import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { type Instant, instantOfEpoch, showInstant } from './instant.ts'

const furthest = 8.64e15

it('shows every moment that a calendar has as the platform does', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: -furthest, max: furthest }), fc.integer({ min: 0, max: 4e12 })), (ms) => {
      const shown = showInstant(instantOfEpoch(ms))

      expect(shown).toBe(new Date(ms).toISOString())
      expect(showInstant(instantOfEpoch(ms))).toBe(shown)
    }),
  )
})

test.each([[furthest + 86_400_000], [Number.NaN], [Number.POSITIVE_INFINITY]])('%s is no moment', (ms) => {
  expect(() => showInstant(ms as Instant)).toThrow(RangeError)
})
