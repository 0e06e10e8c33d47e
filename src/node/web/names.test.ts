import { expect, test } from 'vitest'
import { ConnectFailure } from './connect-failure.ts'
import { Names } from './names.ts'
import type { Stoppable } from './stopping.ts'

const never = new Set<Stoppable>()
const ask = async (names: Names, host: string, by: Set<Stoppable>) => names.addressesOf(host, by)
const silent = () => new Promise<readonly string[]>(() => undefined)

test('a literal is its own address, and no resolver is asked', async () => {
  const names = new Names(1_000, () => Promise.reject(new Error('asked')))

  expect(await names.addressesOf('::1', never)).toEqual(['::1'])
})

test('a name is asked for once by all who want it, and its first four addresses are used', async () => {
  const asked: string[] = []
  const names = new Names(1_000, (host) => {
    asked.push(host)
    return Promise.resolve(['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'])
  })
  const [first] = await Promise.all(Array.from({ length: 5 }, () => ask(names, 'a.example', never)))

  expect(first).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4'])
  expect(asked).toEqual(['a.example'])
})

test.each([
  ['has no such name', () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })), 'ENOTFOUND'],
  ['has the name but no address', () => Promise.resolve([]), 'no address'],
  ['is silent', silent, 'the resolver gave no answer in time'],
])('a resolver that %s makes the name unresolvable', async (_case, lookUp, why) => {
  await expect(new Names(20, lookUp).addressesOf('a.example', never)).rejects.toMatchObject({
    reason: 'unresolvable',
    message: `a.example: ${why}`,
  })
})

test('stopping the scan ends the names that wait behind a silent resolver too', async () => {
  const stoppables = new Set<Stoppable>()
  let asked = 0
  const names = new Names(600_000, () => {
    asked++
    return silent()
  })
  const waiting = Array.from({ length: 1_000 }, (_, i) => ask(names, `${i}.example`, stoppables))
  const ends = Promise.all(waiting.map((one) => one.catch((error: unknown) => error)))
  await Promise.resolve()
  for (const one of [...stoppables]) one.stop()

  expect(new Set((await ends).map((end) => end instanceof ConnectFailure && end.reason))).toEqual(
    new Set(['interrupted']),
  )
  expect(asked).toBeLessThan(1_000)
  expect(stoppables.size).toBe(0)
})

test('whoever is stopped leaves those of another scan their answer', async () => {
  const stopped = new Set<Stoppable>()
  const answers: ((found: readonly string[]) => void)[] = []
  const names = new Names(600_000, () => new Promise((resolve) => answers.push(resolve)))
  const one = ask(names, 'a.example', stopped)
  const other = ask(names, 'a.example', never)
  await Promise.resolve()
  for (const each of [...stopped]) each.stop()
  await expect(one).rejects.toMatchObject({ reason: 'interrupted' })
  for (const each of answers) each(['127.0.0.1'])

  expect(await other).toEqual(['127.0.0.1'])
})
