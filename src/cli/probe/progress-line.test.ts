import fc from 'fast-check'
import { expect, test } from 'vitest'
import { progressLine, type ScanProgress } from './progress-line.ts'

const running: ScanProgress = {
  elapsedMs: 2_000,
  requests: 300,
  delivered: 2_400,
  callbacks: 3,
  proven: 1,
  targetsDone: 10,
  targetsBegun: 40,
  allBegun: true,
  waitLeftMs: null,
  waitMs: 10_000,
}

test('while it sends: how far, how long, how fast, and what came of it', () => {
  expect(progressLine(running, 200)).toBe(
    '[#####---------------] 10/40 targets, about 6 s left, 3 callbacks, 1 proven, 150 requests/s, 2400 delivered, 300 requests',
  )
})

test('nothing is foretold before the lists are read, or before a target is done', () => {
  expect(progressLine({ ...running, allBegun: false }, 200)).toMatch(/^10 targets done, 40 begun, 3 callbacks/)
  expect(progressLine({ ...running, targetsDone: 0 }, 200)).toMatch(/^\[-{20}\] 0\/40 targets, 3 callbacks/)
})

test('while it waits: for how long late callbacks may come', () => {
  expect(progressLine({ ...running, waitLeftMs: 2_500 }, 80)).toBe(
    '[###############-----] 3 s left for late callbacks, 3 callbacks, 1 proven',
  )
  expect(progressLine({ ...running, waitLeftMs: 86_400_000, waitMs: 86_400_000 }, 200)).toContain('24 h left')
})

test('leaves out what says least where there is no room', () => {
  expect(progressLine(running, 80)).toBe('[#####---------------] 10/40 targets, about 6 s left, 3 callbacks, 1 proven')
})

test('is never longer than the line, and one line', () => {
  const state = fc.record({
    elapsedMs: fc.nat(),
    requests: fc.nat(),
    delivered: fc.nat(),
    callbacks: fc.nat(),
    proven: fc.nat(),
    targetsDone: fc.nat(),
    targetsBegun: fc.nat(),
    allBegun: fc.boolean(),
    waitLeftMs: fc.option(fc.nat()),
    waitMs: fc.nat(),
  })
  fc.assert(
    fc.property(state, fc.integer({ min: 1, max: 200 }), (now, columns) => {
      const line = progressLine(now, columns)
      expect(line.length).toBeLessThanOrEqual(columns)
      expect(line).not.toMatch(/[\r\n]|NaN|Infinity/)
    }),
  )
})
