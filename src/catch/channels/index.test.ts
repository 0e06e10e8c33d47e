import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordedConnections } from '../../../test/kit/wire-transcripts.ts'
import { maxHeadBytes } from '../open-conversation.ts'
import { callbackChannels } from './index.ts'

test('every channel is registered under the name of its file, once', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => /^(?!index\.).*(?<!\.test)\.ts$/.test(name))

  expect(callbackChannels.map(({ id }) => `${id}.ts`)).toEqual(files.sort())
})

test('no two channels claim the same beginning, and each decides in time', () => {
  const starts = recordedConnections.map(({ writes }) => writes[0] ?? new Uint8Array(0))
  const head = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: maxHeadBytes }),
    fc
      .tuple(fc.constantFrom(...starts), fc.nat(maxHeadBytes - 1), fc.nat(255))
      .map(([start, at, byte]) => start.with(Math.min(at, start.length - 1), byte)),
    fc
      .string({
        unit: fc.constantFrom('G', 'E', 'T', 'J', 'R', 'M', 'I', ' ', '0'),
        minLength: 1,
        maxLength: maxHeadBytes,
      })
      .map((text) => new TextEncoder().encode(text)),
  )
  fc.assert(
    fc.property(head, (bytes) => {
      expect(callbackChannels.filter((channel) => channel.recognises(bytes) === 'yes').length).toBeLessThanOrEqual(1)
      const padded = new Uint8Array(maxHeadBytes)
      padded.set(bytes.subarray(0, maxHeadBytes))
      for (const channel of callbackChannels) expect(channel.recognises(padded)).not.toBe('need-more')
    }),
    { numRuns: 2_000 },
  )
})

test('a channel that said yes or no to a beginning says the same to more of it', () => {
  for (const { writes } of recordedConnections) {
    const whole = (writes[0] ?? new Uint8Array(0)).subarray(0, maxHeadBytes)
    for (const channel of callbackChannels) {
      const answers = Array.from(whole, (_byte, i) => channel.recognises(whole.subarray(0, i + 1)))
      const decided = answers.filter((answer) => answer !== 'need-more')
      expect(new Set(decided).size).toBe(1)
    }
  }
})
