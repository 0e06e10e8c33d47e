import { expect, test } from 'vitest'
import { hold } from '../../../test/kit/hold-conversation.ts'
import { hex, recordedConnections } from '../../../test/kit/wire-transcripts.ts'

const hello = recordedConnections.find(({ about }) => about.startsWith('LDAPS'))?.writes[0] ?? new Uint8Array(0)

/** The recorded hello with one more extension at its end, lengths corrected. */
function withExtension(extension: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from([...hello, ...extension])
  const data = new DataView(bytes.buffer)
  const extensionsAt = 5 + 4 + 2 + 32 + 1 + 32 + 2 + 0x4a + 2
  for (const at of [3, 7, extensionsAt]) data.setUint16(at, data.getUint16(at) + extension.length)
  return bytes
}

test('a hello that offers no protocol could be LDAPS: its server name is recorded, and nothing is said', () => {
  const held = hold([hello])

  expect(held.saw).toEqual([{ channel: 'ldaps', did: 'client-hello', asked: 'tok5.cb.test', raw: hello }])
  expect(held.wrote).toHaveLength(0)
  expect(held.hungUp).toBe(true)
})

test('a hello that offers protocols comes from an HTTP client', () => {
  const held = hold([withExtension(hex('00100005' + '0003026832'))])

  expect(held.saw).toMatchObject([{ channel: 'https', did: 'client-hello', asked: 'tok5.cb.test' }])
})

test('a hello that never ends is recorded when the connection does', () => {
  const held = hold([hello.subarray(0, 300)])

  expect(held.saw).toEqual([{ channel: 'unknown', did: 'unfinished', asked: null, raw: hello.subarray(0, 300) }])
})
