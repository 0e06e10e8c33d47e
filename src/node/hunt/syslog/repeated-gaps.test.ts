import { expect, test } from 'vitest'
import type { Gap } from '../../../core/index.ts'
import { RepeatedGaps } from './repeated-gaps.ts'

const gap = (at: string): Gap => ({ at, because: 'malformed', detail: 'why' })

test('the first of each place is told at once, and at the end how many more there were', () => {
  const told: Gap[] = []
  const gaps = new RepeatedGaps((each) => told.push(each))
  for (const at of ['a', 'b', 'a', 'a']) gaps.add(gap(at))
  expect(told.map(({ at }) => at)).toEqual(['a', 'b'])
  gaps.end()

  expect(told.slice(2)).toEqual([{ ...gap('a'), detail: '2 more times, the first was: why' }])
})

test('however many places there are, what is told and kept is bounded, and every one is counted', () => {
  const told: Gap[] = []
  const gaps = new RepeatedGaps((each) => told.push(each))
  for (let i = 0; i < 5_000; i++) gaps.add(gap(String(i)))
  gaps.end()

  expect(told).toHaveLength(1_002)
  expect(told.at(-1)?.detail).toBe('3999 more times, from there and elsewhere, the first was: why')
})
