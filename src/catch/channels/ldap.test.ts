import { once } from 'node:events'
import { createServer } from 'node:net'
import { Client, NoSuchObjectError } from 'ldapts'
import { expect, test } from 'vitest'
import { hold, joined } from '../../../test/kit/hold-conversation.ts'
import { listenerSettings } from '../../../test/kit/listener-settings.ts'
import { hex, recordedConnections } from '../../../test/kit/wire-transcripts.ts'
import { openConversation } from '../open-conversation.ts'

const [bind, search, unbind] = recordedConnections[0]?.writes ?? []

test('a real client binds, searches twice, is told that there is nothing, and unbinds', async () => {
  const saw: string[] = []
  const server = createServer((socket) => {
    const conversation = openConversation(listenerSettings(), {
      address: socket.remoteAddress ?? '',
      port: socket.remotePort ?? 0,
    })
    socket.on('data', (bytes) => {
      const reaction = conversation.hear(bytes)
      saw.push(...reaction.saw.map(({ channel, did, asked }) => `${channel} ${did} ${asked ?? '-'}`))
      if (reaction.write !== null) socket.write(reaction.write)
      if (reaction.close) socket.end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const client = new Client({ url: `ldap://127.0.0.1:${address.port}`, timeout: 5_000 })

  await client.bind('cn=someone', 'secret')
  await expect(client.search('tok/a=b', { scope: 'base' })).rejects.toThrow(NoSuchObjectError)
  await expect(client.search('tok/c', { scope: 'sub', filter: '(cn=x)' })).rejects.toThrow(NoSuchObjectError)
  await client.unbind()
  server.close()
  await once(server, 'close')

  expect(saw).toEqual(['ldap bind cn=someone', 'ldap search tok/a=b', 'ldap search tok/c', 'ldap unbind -'])
})

test('messages that come together are answered together, in order', () => {
  const held = hold([joined([bind!, search!, search!])])

  expect(held.saw.map(({ did }) => did)).toEqual(['bind', 'search', 'search'])
  expect(held.wrote).toEqual(hex(`300c02010161070a010004000400${'300c02010265070a012004000400'.repeat(2)}`))
})

test.each([
  ['StartTLS', '301d02010177188016312e332e362e312e342e312e313436362e3230303337', 'extended'],
  ['a delete', '30080201054a03636e3d', 'request 0x4a'],
  ['an entry, which only a server sends', '30090201016404040030' + '00', 'request 0x64'],
  ['a bind without a name', '30080201016003020103', 'malformed'],
])('%s is recorded and ends the conversation without a word', (_case, bytes, did) => {
  const held = hold([joined([hex(bytes), search!])])

  expect(held.saw.map((sighting) => sighting.did)).toEqual([did])
  expect(held.wrote).toHaveLength(0)
  expect(held.hungUp).toBe(true)
})

test('an id whose bytes could spell something is recorded, and not repeated', () => {
  const held = hold([hex('300f' + '020400aced00' + '600702010304008000')])

  expect(held.saw.map(({ did }) => did)).toEqual(['bind'])
  expect(held.wrote).toHaveLength(0)
  expect(held.hungUp).toBe(true)
})

test('an abandoned search is recorded, and the conversation goes on', () => {
  const held = hold([joined([bind!, hex('3006020105500102'), unbind!])])

  expect(held.saw.map(({ did }) => did)).toEqual(['bind', 'abandon', 'unbind'])
})
