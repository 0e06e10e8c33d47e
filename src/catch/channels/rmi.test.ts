import { expect, test } from 'vitest'
import { hold, joined } from '../../../test/kit/hold-conversation.ts'
import { hex, recordedConnections } from '../../../test/kit/wire-transcripts.ts'

const writes = recordedConnections.find(({ about }) => about.startsWith('RMI'))?.writes ?? []
const [handshake, endpoint, call] = writes

test('a lookup is recorded with its name, and the caller gets the end of the connection instead of an object', () => {
  const held = hold(writes)

  expect(held.saw.at(-1)).toMatchObject({ channel: 'rmi', did: 'lookup', asked: 'tok-rmi-6', raw: call })
  expect(held.wrote).toEqual(hex('4e00093132372e302e302e3100009040'))
  expect(held.hungUp).toBe(true)
})

test('a client that only connects is acknowledged, and may go on', () => {
  const held = hold([handshake!])

  expect(held.saw.map(({ did }) => did)).toEqual(['connect'])
  expect(held.hungUp).toBe(false)
})

test.each([
  ['single-op', '4a524d4900024c'],
  ['multiplex', '4a524d4900024d'],
])('%s, which no lookup speaks, is recorded and not acknowledged', (did, bytes) => {
  const held = hold([hex(bytes)])

  expect(held.saw.map((sighting) => sighting.did)).toEqual([did])
  expect(held.wrote).toHaveLength(0)
  expect(held.hungUp).toBe(true)
})

test.each([
  ['a ping', '52'],
  ['an object that is not in a call', 'aced0005'],
])('%s is recorded as malformed and not answered', (_case, bytes) => {
  const held = hold([joined([handshake!, endpoint!, hex(bytes)])])

  expect(held.saw.at(-1)).toMatchObject({ did: 'malformed', raw: hex(bytes) })
  expect(held.wrote).toHaveLength('4e00093132372e302e302e3100009040'.length / 2)
})
