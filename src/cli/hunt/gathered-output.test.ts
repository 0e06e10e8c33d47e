import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { GatheredOutput } from './gathered-output.ts'

function gathered() {
  const written: string[] = []
  const output = new GatheredOutput(async (bytes) => {
    await nextTurn()
    written.push(Buffer.from(bytes).toString())
  })
  return { written, output }
}

it('writes many texts as one', async () => {
  const { written, output } = gathered()

  for (let i = 0; i < 100; i++) await output.add(`line ${i}\n`)
  await output.flush()

  expect(written).toHaveLength(1)
  expect(written[0]).toMatch(/^line 0\nline 1\n[^]+line 99\n$/)
})

it('writes what it has as soon as nothing else is to do', async () => {
  const { written, output } = gathered()

  void output.add('a line\n')
  await nextTurn()
  await nextTurn()
  await nextTurn()

  expect(written).toEqual(['a line\n'])
})

it('keeps no more than a piece, and the order', async () => {
  const { written, output } = gathered()

  for (let i = 0; i < 10; i++) await output.add(`${i}`.repeat(20_000))
  await output.flush()

  expect(written.join('')).toBe(Array.from({ length: 10 }, (_, i) => `${i}`.repeat(20_000)).join(''))
  expect(Math.max(...written.map((text) => text.length))).toBeLessThan(100_000)
})

it('tells whoever adds more that it cannot be written', async () => {
  const output = new GatheredOutput(() => Promise.reject(new Error('no space left on device')))

  void output.add('a line\n')
  await nextTurn()

  expect(() => output.add('another\n')).toThrow('no space left')
  await expect(output.flush()).rejects.toThrow('no space left')
})

it('forgets what is discarded', async () => {
  const { written, output } = gathered()

  void output.add('a line\n')
  output.discard()
  await output.flush()

  expect(written).toEqual([])
})
