import { expect, test } from 'vitest'
import { Budget } from './budget.ts'
import { defaultScanLimits } from './limits.ts'

const limits = { ...defaultScanLimits, entries: 3, ratio: 10, ratioFloorBytes: 100, memoryBytes: 50, millis: 1_000 }

test('entries beyond the limit end the file, nested ones counted', () => {
  const budget = new Budget(limits, 1_000, () => 0)
  for (let i = 0; i < 3; i++) budget.entry()

  expect(() => budget.entry()).toThrow(/more than 3 entries/)
})

test('streams that cannot be undone end the file after so many, because each holds memory for a while', () => {
  const budget = new Budget({ ...limits, damaged: 2 }, 1_000, () => 0)
  budget.damaged()
  budget.damaged()

  expect(() => budget.damaged()).toThrow(/more than 2 damaged entries/)
})

test('a small file may give the floor, a larger one its ratio', () => {
  expect(() => new Budget(limits, 1, () => 0).inflated(100)).not.toThrow()
  expect(() => new Budget(limits, 1, () => 0).inflated(101)).toThrow(/more than 100 bytes/)
  expect(() => new Budget(limits, 50, () => 0).inflated(500)).not.toThrow()
  expect(() => new Budget(limits, 50, () => 0).inflated(501)).toThrow(/more than 500 bytes/)
})

test('time is up when the clock says so, and the sentence names the limit', () => {
  let now = 0
  const budget = new Budget(limits, 1_000, () => now)
  budget.inflated(1)
  now = 1_001

  expect(() => budget.inflated(1)).toThrow('it took longer than 1 seconds')
})

test('memory that was let go can be held again', () => {
  const budget = new Budget(limits, 1_000, () => 0)

  expect(budget.hold(50)).toBe(true)
  expect(budget.hold(1)).toBe(false)
  budget.letGo(50)
  expect(budget.hold(50)).toBe(true)
})
