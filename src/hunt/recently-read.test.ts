import { expect, test } from 'vitest'
import { RecentlyRead } from './recently-read.ts'

test('the same text is read once', () => {
  const recently = new RecentlyRead<string>()
  const read: string[] = []
  const get = (text: string): string =>
    recently.get(text, (each) => {
      read.push(each)
      return each.toUpperCase()
    })

  expect([get('a'), get('b'), get('a')]).toEqual(['A', 'B', 'A'])
  expect(read).toEqual(['a', 'b'])
})

test('what is too long is not kept, and of many the older half is let go', () => {
  const recently = new RecentlyRead<number>(4, 3)
  let reads = 0
  const get = (text: string): number => recently.get(text, () => ++reads)
  get('long')
  get('long')
  expect(reads).toBe(2)
  for (const text of ['a', 'b', 'c', 'd', 'e']) get(text)
  reads = 0
  for (const text of ['c', 'd', 'e']) get(text)
  expect(reads).toBe(0)
  get('a')
  expect(reads).toBe(1)
})
