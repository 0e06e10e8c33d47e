import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type HuntProgress, huntProgressLine } from './progress-line.ts'

const running: HuntProgress = {
  elapsedMs: 2_000,
  bytes: 1_000_000_000,
  totalBytes: 4_000_000_000,
  isWhole: true,
  unpackedBytes: 3_000_000_000,
  found: 12,
  gaps: 1,
  at: '/var/log/huge.log',
}

test('how far, what was found, how long it takes still, how fast, and what takes long', () => {
  expect(huntProgressLine(running, 200)).toBe(
    '[#####---------------] 25 %, 12 found, 1 gaps, about 6 s left, 1.0 GB of 4.0 GB, 1.5 GB/s, /var/log/huge.log',
  )
})

test('while files are still listed, and of a stream, nothing is foretold', () => {
  expect(huntProgressLine({ ...running, isWhole: false, at: null }, 200)).toBe(
    '12 found, 1 gaps, 1.0 GB of 4.0 GB, 1.5 GB/s',
  )
  expect(huntProgressLine({ ...running, totalBytes: 0, isWhole: false, at: null }, 200)).toBe(
    '12 found, 1 gaps, 1.0 GB, 1.5 GB/s',
  )
})

test('fits any terminal', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(1e15), fc.nat(1e15), (columns, bytes, totalBytes) => {
      expect(huntProgressLine({ ...running, bytes, totalBytes }, columns).length).toBeLessThanOrEqual(columns)
    }),
  )
})
