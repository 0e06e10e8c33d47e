import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hold, joined, oneByOne } from '../../test/kit/hold-conversation.ts'
import { listenerSettings } from '../../test/kit/listener-settings.ts'
import { hex, recordedConnections, recordedDatagrams, recordedPeer } from '../../test/kit/wire-transcripts.ts'
import { openConversation } from './open-conversation.ts'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const overTcp = (message: Uint8Array): Uint8Array => Uint8Array.from([0, message.length, ...message])

const streams: readonly (readonly [about: string, bytes: Uint8Array])[] = [
  ...recordedConnections.map(({ about, writes }) => [about, joined(writes)] as const),
  ['two DNS queries', joined(recordedDatagrams.slice(0, 2).map(({ bytes }) => overTcp(bytes)))],
  ['an HTTP request with a body', ascii('POST /x HTTP/1.1\r\nHost: tok.cb.test\r\nContent-Length: 2\r\n\r\nhi')],
  ['an HTTP request cut short', ascii('GET /x HTTP/1.1\r\nHost: tok')],
  ['StartTLS, then more', hex(`301d02010177188016312e332e362e312e342e312e313436362e3230303337${'00'.repeat(9)}`)],
  ['JRMP with a single operation', hex('4a524d4900024c50aced0005')],
  ['no protocol that we know', ascii('SSH-2.0-OpenSSH_9.2\r\n')],
  ['the beginning of a method', ascii('GE')],
  ['nothing at all', new Uint8Array(0)],
]

describe.each(recordedConnections)('$about', ({ writes, saw, answer }) => {
  test('is recognised, recorded and answered as it was', () => {
    const held = hold(writes)

    expect(held.saw.map(({ channel, did, asked }) => [channel, did, asked])).toEqual(saw)
    expect(held.wrote).toEqual(answer)
    expect(held.hungUp).toBe(true)
  })

  test('each sighting carries the bytes that showed it', () => {
    const showing = hold(writes).saw.map(({ raw }) => raw)
    // An endpoint shows nothing by itself.
    const shown = writes.filter((bytes) => bytes[0] !== 0)

    expect(showing).toEqual(shown)
  })
})

describe.each(streams)('%s', (_about, bytes) => {
  const whole = hold([bytes])

  test('ends with at least one sighting', () => {
    expect(whole.saw.length).toBeGreaterThan(0)
  })

  test('is the same in one piece, in two and byte by byte', () => {
    expect(hold(oneByOne(bytes))).toEqual(whole)
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(hold([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole)
    }
  })
})

test('the same sightings and answers follow however a stream is cut, also one that turns into noise', () => {
  const stream = fc.constantFrom(...streams.map(([, bytes]) => bytes))
  const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 40 })
  const told = ({ saw, wrote }: ReturnType<typeof hold>) => ({
    saw: saw.map(({ channel, did, asked }) => [channel, did, asked]),
    wrote: [...wrote],
  })
  fc.assert(
    fc.property(stream, fc.uint8Array({ maxLength: 40 }), fc.nat(400), cuts, (bytes, noise, at, sizes) => {
      const all = joined([bytes.subarray(0, at), noise, bytes.subarray(at)])
      const pieces: Uint8Array[] = []
      for (let from = 0, i = 0; from < all.length; i++) {
        const size = sizes[i % sizes.length] ?? 1
        pieces.push(all.subarray(from, from + size))
        from += size
      }

      expect(told(hold(pieces))).toEqual(told(hold([all])))
    }),
    { numRuns: 1_000 },
  )
})

test.each([
  ['a connection that says nothing', '', 'connect'],
  ['a handshake of another protocol', '0300000b06e00000000000', 'bytes'],
  ['a method that is never finished', '4745', 'bytes'],
])('%s is recorded when it ends', (_case, bytes, did) => {
  expect(hold([hex(bytes)]).saw).toEqual([{ channel: 'unknown', did, asked: null, raw: hex(bytes) }])
})

test('what nobody recognises is heard out to 4 KiB, and never answered', () => {
  const conversation = openConversation(listenerSettings(), recordedPeer)
  const noise = new Uint8Array(1_000).fill(0xff)

  const reactions = Array.from({ length: 5 }, () => conversation.hear(noise))

  expect(reactions.map(({ close }) => close)).toEqual([false, false, false, false, true])
  expect(reactions.every(({ write }) => write === null)).toBe(true)
  expect(reactions[4]?.saw).toMatchObject([{ channel: 'unknown', did: 'bytes' }])
  expect(reactions[4]?.saw[0]?.raw).toHaveLength(4_096)
  expect(conversation.end()).toEqual([])
})

test('after it has closed, a conversation sees and says nothing more', () => {
  const conversation = openConversation(listenerSettings(), recordedPeer)
  const request = ascii('GET / HTTP/1.1\r\n\r\n')

  expect(conversation.hear(request).close).toBe(true)
  expect(conversation.hear(request)).toEqual({ saw: [], write: null, close: true })
  expect(conversation.end()).toEqual([])
})

test.each([
  ['LDAP', hex('30840000ffff020101')],
  ['HTTP', ascii('GET /')],
  ['TLS', hex('160301400001003ff0')],
  ['RMI', joined([hex('4a524d4900024b'), hex('ffff')])],
])('%s that never ends its message is cut off at the limit, and the beginning recorded', (_case, beginning) => {
  const conversation = openConversation(listenerSettings({ maxMessageBytes: 5_000 }), recordedPeer)
  const piece = new Uint8Array(100).fill(0x61)
  const saw = [...conversation.hear(beginning).saw]

  let pieces = 0
  for (let over = false; !over && pieces < 100; pieces++) {
    const reaction = conversation.hear(piece)
    saw.push(...reaction.saw)
    over = reaction.close
  }

  expect(pieces).toBeLessThanOrEqual(50)
  expect(saw.at(-1)).toMatchObject({ did: 'oversized', asked: null })
})
