import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { connect } from 'node:tls'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hex, recordedConnections } from '../../test/kit/wire-transcripts.ts'
import { looksLikeClientHello, readClientHello } from './tls-hello.ts'

const recorded = recordedConnections.find(({ about }) => about.startsWith('LDAPS'))?.writes[0] ?? new Uint8Array(0)
const maxBytes = 65_536

/** The same hello with its handshake message cut into records of at most `size` bytes. */
function inRecords(hello: Uint8Array, size: number): Uint8Array {
  const records: number[] = []
  for (let at = 5; at < hello.length; at += size) {
    const part = hello.subarray(at, at + size)
    records.push(0x16, 3, 1, part.length >> 8, part.length & 0xff, ...part)
  }
  return Uint8Array.from(records)
}

/** The first bytes that Node's own TLS client writes. */
async function helloOfNode(options: { servername?: string; ALPNProtocols?: string[] }): Promise<Uint8Array> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const client = connect({ host: '127.0.0.1', port: address.port, ...options })
  client.on('error', () => undefined)
  const [socket] = (await once(server, 'connection')) as [Socket]
  const [bytes] = (await once(socket, 'data')) as [Buffer]
  client.destroy()
  socket.destroy()
  server.close()
  return bytes
}

test('reads the server name that JNDI sends in clear for LDAPS, and that it offers no protocols', () => {
  expect(readClientHello(recorded, maxBytes)).toEqual({
    is: 'read',
    value: { serverName: 'tok5.cb.test', protocols: [] },
    length: recorded.length,
  })
})

test.each([
  [{ servername: 'tok.cb.test', ALPNProtocols: ['h2', 'http/1.1'] }, 'tok.cb.test', ['h2', 'http/1.1']],
  [{ servername: 'tok.cb.test' }, 'tok.cb.test', []],
  [{}, null, []],
])('reads what another client writes: %j', async (options, serverName, protocols) => {
  expect(readClientHello(await helloOfNode(options), maxBytes)).toMatchObject({
    is: 'read',
    value: { serverName, protocols },
  })
})

test.each([8, 100, 200, 455])('reads a hello that was cut into records of %d bytes', (size) => {
  expect(readClientHello(inRecords(recorded, size), maxBytes)).toMatchObject({
    is: 'read',
    value: { serverName: 'tok5.cb.test' },
  })
})

test('every beginning of a hello is incomplete', () => {
  for (const whole of [recorded, inRecords(recorded, 50)]) {
    for (let length = 0; length < whole.length; length++) {
      expect(readClientHello(whole.subarray(0, length), maxBytes).is).toBe('incomplete')
    }
  }
})

test.each([
  ['a record of application data', '1703030005', 'malformed'],
  ['an empty record', '1603010000', 'malformed'],
  ['another handshake message', '160301000402000000', 'malformed'],
  ['a hello of 16 MiB', '160301000401ffffff', 'oversized'],
  [
    'a hello whose last extension is longer than it',
    `16030100330100002f0303${'03'.repeat(32)}0000020001010000040005ffff`,
    'malformed',
  ],
  ['a hello whose session is longer than it', '16030100280100002403' + '03'.repeat(33) + 'ff00', 'malformed'],
])('%s is refused', (_case, bytes, is) => {
  expect(readClientHello(hex(bytes), maxBytes).is).toBe(is)
})

test('a hello in a thousand records is refused', () => {
  expect(readClientHello(inRecords(recorded, 1), maxBytes).is).toBe('malformed')
})

test.each([
  ['16', null],
  ['1603', true],
  ['1604', false],
  ['30', false],
])('whether %s begins a hello: %s', (head, answer) => {
  expect(looksLikeClientHello(hex(head))).toBe(answer)
})

test('bytes of any kind are read without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(511), fc.nat(255), (noise, at, byte) => {
      const changed = Uint8Array.from(recorded)
      changed[at % changed.length] = byte
      for (const bytes of [noise, Uint8Array.from([0x16, 3, 1, ...noise]), changed]) {
        expect(['read', 'incomplete', 'malformed', 'oversized']).toContain(readClientHello(bytes, maxBytes).is)
      }
    }),
  )
})
