import { expect, test } from 'vitest'
import { type Clock, instantOfEpoch, millis } from '../core/index.ts'
import { openPace } from './pacing.ts'

function handClock(): Clock & { waited: number[] } {
  const waited: number[] = []
  let now = 0
  return {
    waited,
    now: () => instantOfEpoch(now),
    sleep(span) {
      waited.push(span)
      now += span
      return Promise.resolve()
    },
  }
}

test('no host has more work at once than allowed, and other hosts are not held up', async () => {
  const pace = openPace({ ratePerSecond: null, perHost: 2, clock: handClock() })
  const busy = new Map<string, number>()
  const most = new Map<string, number>()
  const order: string[] = []
  const work = (host: string, name: string) =>
    pace.run(host, async () => {
      busy.set(host, (busy.get(host) ?? 0) + 1)
      most.set(host, Math.max(most.get(host) ?? 0, busy.get(host) ?? 0))
      await new Promise((resolve) => setImmediate(resolve))
      order.push(name)
      busy.set(host, (busy.get(host) ?? 0) - 1)
    })

  await Promise.all([...['a1', 'a2', 'a3', 'a4'].map((name) => work('a', name)), work('b', 'b1')])

  expect(most.get('a')).toBe(2)
  expect(order.indexOf('b1')).toBeLessThan(order.indexOf('a3'))
  expect(order.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a2', 'a3', 'a4'])
})

test('a rate of 10 a second lets one through every 100 ms', async () => {
  const clock = handClock()
  const pace = openPace({ ratePerSecond: 10, perHost: 100, clock })
  for (let i = 0; i < 4; i++) await pace.run('a', () => Promise.resolve())

  expect(clock.waited).toEqual([100, 100, 100])
})

test('time that was not used is not saved up for a burst', async () => {
  const clock = handClock()
  const pace = openPace({ ratePerSecond: 10, perHost: 100, clock })
  await pace.run('a', () => Promise.resolve())
  await clock.sleep(millis(60_000))
  for (let i = 0; i < 3; i++) await pace.run('a', () => Promise.resolve())

  expect(clock.waited).toEqual([60_000, 100, 100])
})

test('the rate is kept over all hosts, even when a gap is less than the clock can wait', async () => {
  const clock = handClock()
  const pace = openPace({ ratePerSecond: 2_000, perHost: 1, clock })
  for (let i = 0; i < 1_000; i++) await pace.run(`host ${i}`, () => Promise.resolve())

  expect(Number(clock.now())).toBeGreaterThanOrEqual(490)
})

test('however many wait for the rate, one timer runs', async () => {
  const clock = handClock()
  let running = 0
  let most = 0
  const pace = openPace({
    ratePerSecond: 100,
    perHost: 1,
    clock: {
      now: () => clock.now(),
      async sleep(span) {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setImmediate(resolve))
        await clock.sleep(span)
        running--
      },
    },
  })
  await Promise.all(Array.from({ length: 50 }, (_, i) => pace.run(`host ${i}`, () => Promise.resolve())))

  expect(most).toBe(1)
  expect(Number(clock.now())).toBe(490)
})

test('once the scan is stopped nobody waits for the rate', async () => {
  const stop = new AbortController()
  const signals: unknown[] = []
  const clock: Clock = {
    now: () => instantOfEpoch(0),
    sleep(_span, signal) {
      signals.push(signal)
      return Promise.resolve()
    },
  }
  const pace = openPace({ ratePerSecond: 1, perHost: 1, clock, signal: stop.signal })
  await pace.run('a', () => Promise.resolve())
  await pace.run('a', () => Promise.resolve())

  expect(signals).toEqual([stop.signal])
})

test('a hundred thousand that wait for one host go one after the other, in order', async () => {
  const pace = openPace({ ratePerSecond: null, perHost: 1, clock: handClock() })
  const order: number[] = []
  const all = Array.from({ length: 100_000 }, (_, i) => pace.run('a', () => Promise.resolve(order.push(i))))
  await Promise.all(all)

  expect(order).toEqual(Array.from(order, (_, i) => i))
  expect(order).toHaveLength(100_000)
})

test('work that fails gives its place to the next', async () => {
  const pace = openPace({ ratePerSecond: null, perHost: 1, clock: handClock() })
  const failing = pace.run('a', () => Promise.reject(new Error('no')))
  const next = pace.run('a', () => Promise.resolve('yes'))

  await expect(failing).rejects.toThrow('no')
  await expect(next).resolves.toBe('yes')
})
