import { expect, test } from 'vitest'
import { calmHuntWords, calmScanWords } from './calm-words.ts'

test.each([
  [{}, 'Nothing vulnerable was found in what was examined.'],
  [{ known: 1 }, 'Nothing vulnerable was found beyond the baseline, which has 1 component of what is there.'],
  [{ known: 2_000 }, 'Nothing vulnerable was found beyond the baseline, which has 2,000 components of what is there.'],
])('a scan with %j says: %s', (stats, words) => {
  expect(calmScanWords(stats)).toBe(words)
})

test.each([
  [{}, 'No attack was found in what was read.'],
  [{ known: 3 }, 'No attack was found beyond the baseline, which has 3 attacks of these logs.'],
  [{ leftOut: 308 }, 'No attack was found in the time that was asked for. 308 attacks of another time were left out.'],
  [
    { known: 3, leftOut: 1 },
    'No attack was found beyond the baseline, which has 3 attacks of these logs. 1 attack of another time was left out.',
  ],
])('a hunt with %j says: %s', (stats, words) => {
  expect(calmHuntWords(stats)).toBe(words)
})
