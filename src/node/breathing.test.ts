import { expect, test } from 'vitest'
import { breathing } from './breathing.ts'

async function* numbers(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) yield await Promise.resolve(i)
}

test('all items come, in order, and others get their turn meanwhile', async () => {
  let turns = 0
  let over = false
  const watch = (): void => {
    turns++
    if (!over) setImmediate(watch)
  }
  setImmediate(watch)
  const seen: number[] = []
  for await (const item of breathing(numbers(1_000))) seen.push(item)
  over = true

  expect(seen).toEqual(Array.from({ length: 1_000 }, (_, i) => i))
  expect(turns).toBeGreaterThan(30)
})

test('whoever stops taking items stops their source', async () => {
  let ended = false
  async function* source(): AsyncGenerator<number> {
    try {
      yield* numbers(1_000)
    } finally {
      ended = true
    }
  }
  for await (const item of breathing(source())) if (item === 20) break

  expect(ended).toBe(true)
})
