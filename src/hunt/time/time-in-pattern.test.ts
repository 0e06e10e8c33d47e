import { expect, test } from 'vitest'
import type { Instant } from '../../core/index.ts'
import { readTime } from './read-time.ts'
import { timeInPattern } from './time-in-pattern.ts'

test.each([
  ['Dec 12 2021 04:25:41', 'MMM dd yyyy HH:mm:ss', '2021-12-12T04:25:41.000Z'],
  ['Dec 12 2021 04:25:41.300', 'MMM dd yyyy HH:mm:ss.SSS', '2021-12-12T04:25:41.300Z'],
  ['Dec 12 2021 04:25:41.300 CET', 'MMM dd yyyy HH:mm:ss.SSS z', '2021-12-12T03:25:41.300Z'],
  ['Dec 12 2021 04:25:41 GMT+08:00', 'MMM dd yyyy HH:mm:ss z', '2021-12-11T20:25:41.000Z'],
  ['2021-12-12T04:25:41.300+0200', "yyyy-MM-dd'T'HH:mm:ss.SSSZ", '2021-12-12T02:25:41.300Z'],
  ['2021-12-12T04:25:41Z', "yyyy-MM-dd'T'HH:mm:ssX", '2021-12-12T04:25:41.000Z'],
  ['2/12/2021 04:25:41', 'd/MM/yyyy HH:mm:ss', '2021-12-02T04:25:41.000Z'],
  ['12/02/2021 04:25:41', 'MM/dd/yyyy HH:mm:ss', '2021-12-02T04:25:41.000Z'],
  ['12.02.21 4:25:41 PM', 'MM.dd.yy h:mm:ss a', '2021-12-02T16:25:41.000Z'],
  ['12.02.21 12:25:41 AM', 'MM.dd.yy h:mm:ss a', '2021-12-02T00:25:41.000Z'],
  ['20211212042541', 'yyyyMMddHHmmss', '2021-12-12T04:25:41.000Z'],
  ['Sun, 12 December 2021 04:25', 'EEE, d MMMM yyyy HH:mm', '2021-12-12T04:25:00.000Z'],
])('%j in %j is %s', (text, pattern, iso) => {
  const read = readTime(timeInPattern(text, pattern) ?? '', 0 as Instant)

  expect(read === null ? null : new Date(read).toISOString()).toBe(iso)
})

test.each([
  ['Dec 12 2021', 'MMM dd yyyy HH:mm:ss'],
  ['12/12/2021 04:25:41', 'dd-MM-yyyy HH:mm:ss'],
  ['Foo 12 2021 04:25:41', 'MMM dd yyyy HH:mm:ss'],
  ['04:25:41', 'HH:mm:ss'],
  ['2021 345 04:25', 'yyyy DDD HH:mm'],
  ['04:25', ''],
  ['1', 'y'.repeat(100_000)],
])('%j is not in %j', (text, pattern) => {
  expect(timeInPattern(text, pattern)).toBeNull()
})
