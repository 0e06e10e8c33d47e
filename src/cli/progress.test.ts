import { expect, test } from 'vitest'
import type { Io } from './io.ts'
import { openProgress, wiping } from './progress.ts'
import { bar } from './progress-words.ts'

function terminal(progress: boolean, columns = 40): { io: Io; told: string[] } {
  const told: string[] = []
  const io: Io = {
    print: () => Promise.resolve(),
    settle: () => Promise.resolve('delivered'),
    tell: (text) => void told.push(text),
    input: { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }) },
    interactive: false,
    ask: () => Promise.resolve(null),
    env: {},
    colour: false,
    progress,
    columns,
    textColumns: 100,
    signal: new AbortController().signal,
  }
  return { io, told }
}

test('draws in place, at most ten times a second, and never into the last column', () => {
  const { io, told } = terminal(true, 8)
  let at = 0
  const progress = openProgress(io, () => at)
  for (; at <= 250; at += 25) progress.show((columns) => 'x'.repeat(columns + 5))

  expect(told).toEqual(Array.from({ length: 3 }, () => '\r\u001b[2Kxxxxxxx'))
})

test('clears what it drew, once, and nothing if it drew nothing', () => {
  const { io, told } = terminal(true)
  const progress = openProgress(io, () => 0)
  progress.clear()
  progress.show(() => 'line')
  progress.clear()
  progress.clear()

  expect(told).toEqual(['\r\u001b[2Kline', '\r\u001b[2K'])
})

test('says nothing where no progress is wanted, and makes no line', () => {
  const { io, told } = terminal(false)
  const progress = openProgress(io)
  progress.show(() => {
    throw new Error('nobody asked')
  })
  progress.clear()
  wiping(io).tell('problem\n')

  expect(told).toEqual(['problem\n'])
})

test('a problem takes the place of the line', () => {
  const { io, told } = terminal(true)
  wiping(io).tell('problem\n')

  expect(told).toEqual(['\r\u001b[2Kproblem\n'])
})

test.each([
  [-1, '[----]'],
  [0, '[----]'],
  [0.5, '[##--]'],
  [1, '[####]'],
  [7, '[####]'],
])('a share of %s is drawn as %s', (share, drawn) => {
  expect(bar(share, 4)).toBe(drawn)
})
