import { expect, test } from 'vitest'
import type { Segment } from './segments.ts'
import { type Stream, type StreamLimits, Streams } from './streams.ts'

type Sent = Pick<Segment, 'sequence'> & { readonly text?: string; readonly flag?: 'syn' | 'fin' | 'rst' }

function put(streams: Streams, { sequence, text = '', flag }: Sent): readonly Stream[] {
  const flags = { syn: flag === 'syn', ack: flag !== 'syn', fin: flag === 'fin', rst: flag === 'rst' }
  const between = { from: '10.0.0.1', fromPort: 1_234, to: '10.0.0.2', toPort: 80, transport: 'tcp' } as const
  return [...streams.take({ ...between, flags, sequence, payload: Buffer.from(text) }, null, 0)]
}

function streamsOf(limits?: StreamLimits): Streams {
  const streams = new Streams(limits)
  put(streams, { sequence: 0, flag: 'syn' })
  return streams
}

const textOf = (streams: readonly Stream[]): readonly string[] =>
  streams.map(({ bytes }) => Buffer.from(bytes).toString())

test('an end that is sent over and over ends nothing of which something is missing, and loses nothing', () => {
  const streams = streamsOf()
  const told: Stream[] = []
  for (let i = 0; i < 500; i++) told.push(...put(streams, { sequence: 2 + i, text: 'b', flag: 'fin' }))
  expect(told).toEqual([])

  told.push(...put(streams, { sequence: 1, text: 'a' }), ...streams.rest())
  expect(textOf(told)).toEqual([`a${'b'.repeat(500)}`])
  expect(told[0]?.hasHole).toBe(false)
})

test('a reset ends a stream, whatever is missing', () => {
  const streams = streamsOf()
  for (let i = 0; i < 200; i++) put(streams, { sequence: 2 + i, text: 'b', flag: 'fin' })
  const told = put(streams, { sequence: 202, text: 'c', flag: 'rst' })

  expect(textOf(told)).toEqual([`${'b'.repeat(200)}c`])
  expect(told[0]?.hasHole).toBe(true)
})

test('where much waits for what is missing, it is told with its hole', () => {
  const streams = streamsOf({ piece: 4_096, all: 65_536 })
  const told: Stream[] = []
  for (let i = 0; i < 40; i++) told.push(...put(streams, { sequence: 100 + i, text: 'b' }))

  expect(told.map(({ hasHole }) => hasHole)).toEqual([true])
  expect(textOf([...told, ...streams.rest()]).join('')).toContain('b'.repeat(20))
})
