import { expect, test } from 'vitest'
import { instantOfEpoch } from '../core/index.ts'
import { Tally } from './tally.ts'

test('the most frequent comes first, with when it was seen first and last, in whatever order it came', () => {
  const tally = new Tally()
  tally.add('b', instantOfEpoch(5))
  for (const at of [30, 10, 20]) tally.add('a', instantOfEpoch(at))
  tally.add('a', null)

  expect(tally.top(1)).toEqual([{ name: 'a', count: 4, first: 10, last: 30 }])
  expect(tally.top(9).map(({ name }) => name)).toEqual(['a', 'b'])
})

test('names without end take no memory without end, and are counted all the same', () => {
  const tally = new Tally(3)
  for (let i = 0; i < 10; i++) tally.add(`name ${i}`, null)
  tally.add('name 0', null)

  expect(tally.size).toBe(3)
  expect(tally.others).toBe(7)
  expect(tally.top(1)).toEqual([{ name: 'name 0', count: 2, first: null, last: null }])
})
