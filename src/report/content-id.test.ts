import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentUuid } from './content-id.ts'

test('is a UUID of version 8, the same for the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(contentUuid(text)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(contentUuid(text)).toBe(contentUuid(text))
    }),
  )
})

test('a hundred thousand texts that differ in a digit have as many ids, and each lane tells most of them apart', () => {
  const ids = Array.from({ length: 100_000 }, (_, i) => contentUuid(`/srv/app-${i}.war`))

  expect(new Set(ids).size).toBe(ids.length)
  for (const [from, to] of [
    [0, 8],
    [28, 36],
  ])
    expect(new Set(ids.map((id) => id.slice(from, to))).size).toBeGreaterThan(99_900)
})
