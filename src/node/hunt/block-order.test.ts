import { expect, test } from 'vitest'
import { sampleAttacks } from '../../../test/kit/generated-results.ts'
import { batchOf } from './batch.ts'
import { BlockOrder } from './block-order.ts'
import type { HuntEvent } from './hunt-event.ts'

const [attack] = sampleAttacks(1)
const at = (line: number): HuntEvent => ({
  is: 'finding',
  finding: {
    ...attack!,
    at: { source: 'a.log', line, byteOffset: 0 },
    evidence: [{ kind: 'log', source: 'a.log', line, byteOffset: 0, says: '', text: '' }],
  },
})

function ordered(parts: number) {
  const told: string[] = []
  let taken = 0
  const order = new BlockOrder('a.log', parts, (batch, done) => {
    for (const event of batch.events()) {
      if (event.is === 'finding') {
        const [evidence] = event.finding.evidence
        told.push(`${event.finding.at.line} ${evidence.kind === 'log' ? evidence.line : ''}`)
      } else if (event.is === 'gap') told.push(event.gap.at)
    }
    done()
  })
  return { told, order, take: () => taken++, taken: () => taken }
}

test('what comes of a later part waits until all before it was read, and has the numbers of the whole', () => {
  const { told, order, take, taken } = ordered(3)
  order.told(2, batchOf(at(1)), take)
  order.told(1, batchOf(at(5)), take)
  order.told(0, batchOf(at(7)), take)
  expect(told).toEqual(['7 7'])
  order.done(1, 20)
  expect(taken()).toBe(1)
  order.done(0, 10)
  expect(told).toEqual(['7 7', '15 15', '31 31'])
  order.told(2, batchOf(at(2)), take)
  expect(told.at(-1)).toBe('32 32')
  expect(order.isComplete).toBe(false)
  order.done(2, 4)
  expect(order.isComplete).toBe(true)
  expect(taken()).toBe(4)
})

test('a gap that names a line has the number of the whole, another place stays as it is', () => {
  const { told, order, take } = ordered(2)
  order.done(0, 10)
  for (const place of ['a.log:3', 'a.log', 'a.log!b:3', 'other:3'])
    order.told(1, batchOf({ is: 'gap', gap: { at: place, because: 'too-large', detail: '' } }), take)

  expect(told).toEqual(['a.log:13', 'a.log', 'a.log!b:3', 'other:3'])
})
