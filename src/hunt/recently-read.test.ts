import { expect, test } from 'vitest'
import { RecentlyRead } from './recently-read.ts'

test('what was read of a text is known when it comes again', () => {
  const recently = new RecentlyRead<string>()
  recently.keep('a', 'A')

  expect([recently.get('a'), recently.get('b')]).toEqual(['A', undefined])
})

test('what is too long is not kept, and of many the older half is let go', () => {
  const recently = new RecentlyRead<number>(4, 3)
  recently.keep('long', 1)
  expect(recently.get('long')).toBeUndefined()
  for (const [i, text] of ['a', 'b', 'c', 'd', 'e'].entries()) recently.keep(text, i)

  expect(['c', 'd', 'e'].map((text) => recently.get(text))).toEqual([2, 3, 4])
  expect(recently.get('a')).toBeUndefined()
})
