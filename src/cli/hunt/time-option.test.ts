import { expect, test } from 'vitest'
import { instant, showInstant } from '../../core/index.ts'
import { timeOption } from './time-option.ts'

const now = instant('2026-11-23T20:00:00Z')

test.each([
  ['2021-12-10', '2021-12-10T00:00:00.000Z'],
  ['2021-12-10T12:30', '2021-12-10T12:30:00.000Z'],
  ['2021-12-10 12:30:01', '2021-12-10T12:30:01.000Z'],
  ['2021-12-10T12:30:01.5Z', '2021-12-10T12:30:01.500Z'],
  ['2021-12-10T12:30+02:00', '2021-12-10T10:30:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['24h', '2026-11-22T20:00:00.000Z'],
  ['7d', '2026-11-16T20:00:00.000Z'],
  ['1.5h', '2026-11-23T18:30:00.000Z'],
])('%s is %s', (text, iso) => {
  const read = timeOption({ since: text }, 'since', now)

  expect(read === null ? null : showInstant(read)).toBe(iso)
})

test('a day to which something goes counts to its end', () => {
  expect(timeOption({ until: '2021-12-10' }, 'until', now, true)).toBe(instant('2021-12-10T23:59:59.999Z'))
})

test('what was not given is no bound', () => {
  expect(timeOption({}, 'since', now)).toBeNull()
})

test.each([
  ['yesterday'],
  ['2021-13-01'],
  ['2023-02-29'],
  ['2021-12-10T25:00'],
  ['10.12.2021'],
  ['5'],
  ['h'],
  ['2021-12-10T12'],
])('%s is no time, and a problem says what is', (text) => {
  expect(() => timeOption({ since: text }, 'since', now)).toThrow(/--since .* is not a time, such as 2021-12-10/)
})
