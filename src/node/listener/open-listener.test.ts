import { createSocket } from 'node:dgram'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import * as dnsPacket from 'dns-packet'
import { Client } from 'ldapts'
import { afterEach, expect, test } from 'vitest'
import { type Interaction, mintToken, type Token } from '../../core/index.ts'
import { systemClock } from '../clock.ts'
import { sealWith } from '../crypto.ts'
import { defaultListenerLimits, type Listener, type ListenerLimits, type Recorder } from './listener-options.ts'
import { openListener } from './open-listener.ts'

const seal = sealWith(Buffer.alloc(32, 7))
const tokenOf = (intent: 'prove' | 'confirm', slot = 0): Token => mintToken({ intent, scan: 1, target: 2, slot }, seal)
const loopback = { address: '127.0.0.1', port: 0 }

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function listen(
  limits: Partial<ListenerLimits> = {},
  zone: string | null = null,
  recorder: Recorder | null = null,
) {
  const heard: Interaction[] = []
  const listener: Listener = await openListener({
    dns: [loopback],
    tcp: [loopback],
    zone,
    publicAddresses: ['127.0.0.1'],
    seals: [seal],
    recorder,
    limits: { ...defaultListenerLimits, ...limits },
    clock: systemClock,
  })
  closers.push(() => listener.close())
  listener.subscribe((interaction) => heard.push(interaction))
  return { listener, heard, dns: listener.dns[0]?.port ?? 0, tcp: listener.tcp[0]?.port ?? 0 }
}

async function askUdp(port: number, type: 'A' | 'TXT', name: string): Promise<Required<dnsPacket.Packet>> {
  const socket = createSocket('udp4')
  closers.push(() => void socket.close())
  const answer = new Promise<Buffer>((resolve) => socket.once('message', resolve))
  socket.send(dnsPacket.encode({ type: 'query', id: 7, flags: 0x100, questions: [{ type, name }] }), port, '127.0.0.1')
  return dnsPacket.decode(await answer)
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  closers.push(() => void socket.destroy())
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.resume()
    socket.once('close', () => resolve())
  })

test('a TXT query for a token, as the JNDI DNS provider asks it, gets NXDOMAIN and is recorded with its sender', async () => {
  const { heard, dns } = await listen()
  const token = tokenOf('prove')

  expect(await askUdp(dns, 'TXT', token)).toMatchObject({ rcode: 'NXDOMAIN', answers: [] })
  expect(heard).toMatchObject([
    { seq: 1, channel: 'dns', transport: 'udp', did: 'TXT', asked: token, token, peer: { address: '127.0.0.1' } },
  ])
})

test('in a zone, a name that may go on resolves to us, and any other does not exist', async () => {
  const { dns } = await listen({}, 'cb.example.com')

  const confirmed = await askUdp(dns, 'A', `${tokenOf('confirm')}.cb.example.com`)
  expect(confirmed.answers).toMatchObject([{ type: 'A', data: '127.0.0.1', ttl: 0 }])
  expect(await askUdp(dns, 'A', `${tokenOf('prove')}.cb.example.com`)).toMatchObject({ rcode: 'NXDOMAIN' })
})

test('any port takes any protocol: LDAP by a real client, TLS with its server name, HTTP, DNS over TCP', async () => {
  const { heard, dns, tcp } = await listen()
  const token = tokenOf('confirm')
  const client = new Client({ url: `ldap://127.0.0.1:${tcp}`, timeout: 5_000 })
  await client.bind('', '')
  await expect(client.search(`${token}/y`, { scope: 'base' })).rejects.toThrow(/no such object|0x20/i)
  await client.unbind()
  const tls = connectTls({
    port: dns,
    host: '127.0.0.1',
    servername: `${token}.cb.example.com`,
    rejectUnauthorized: false,
  })
  await new Promise((resolve) => tls.once('error', resolve))
  const response = await fetch(`http://127.0.0.1:${tcp}/${token}`)
  expect(response.status).toBe(404)

  const seen = heard.filter((each) => each.token === token).map(({ channel, did }) => `${channel} ${did}`)
  expect(seen).toContain('ldap search')
  expect(seen).toContain('ldaps client-hello')
  expect(seen).toContain('http GET')
})

test('what is heard is recorded before it is answered', async () => {
  const order: string[] = []
  const recorder: Recorder = {
    nextSeq: 41,
    record: (list) => void order.push(...list.map(({ seq }) => `recorded ${seq}`)),
  }
  const { dns, heard } = await listen({}, null, recorder)
  await askUdp(dns, 'TXT', tokenOf('prove'))
  order.push('answered')

  expect(order).toEqual(['recorded 41', 'answered'])
  expect(heard[0]?.seq).toBe(41)
})

test('a connection on which nothing arrives is ended, recorded and counted', async () => {
  const { listener, heard, tcp } = await listen({ idleMs: 50 })
  await closed(await open(tcp))

  expect(listener.stats().shed.idle).toBe(1)
  expect(heard).toMatchObject([{ did: 'connect', asked: null }])
})

test('a connection that drips bytes for ever is ended by its total time', async () => {
  const { listener, tcp } = await listen({ totalMs: 150, idleMs: 10_000 })
  const socket = await open(tcp)
  const timer = setInterval(() => socket.write('G'), 20)
  await closed(socket)
  clearInterval(timer)

  expect(listener.stats().shed['total-time']).toBe(1)
})

test('a flood from one address is shed and counted, and queries are answered meanwhile', async () => {
  const { listener, dns, tcp } = await listen({ maxPerPeer: 5 })
  const sockets = await Promise.all(Array.from({ length: 20 }, () => open(tcp)))
  await Promise.all(sockets.slice(5).map((socket) => (socket.destroyed ? Promise.resolve() : closed(socket))))

  expect(listener.stats()).toMatchObject({ openConnections: 5, shed: { 'per-peer': 15 } })
  expect(await askUdp(dns, 'TXT', tokenOf('prove'))).toMatchObject({ rcode: 'NXDOMAIN' })
})

test('a message without end is given up at its limit', async () => {
  const { tcp } = await listen({ maxMessageBytes: 1_000 })
  const socket = await open(tcp)
  // An LDAP message that says it has 2 GB.
  socket.write(Buffer.from('30847fffffff0201', 'hex'))
  socket.write(Buffer.alloc(5_000))
  await closed(socket)
})

test('a port that is taken is a problem that names it', async () => {
  const { tcp } = await listen()
  const again = openListener({
    dns: [],
    tcp: [{ address: '127.0.0.1', port: tcp }],
    zone: null,
    publicAddresses: [],
    seals: [seal],
    recorder: null,
    limits: defaultListenerLimits,
    clock: systemClock,
  })

  await expect(again).rejects.toMatchObject({
    code: 'LISTENER_PORT_TAKEN',
    message: `port ${tcp} on 127.0.0.1 is taken by another program`,
  })
})

test('noise that is no protocol is recorded and harms nothing', async () => {
  const { heard, tcp } = await listen()
  const socket = await open(tcp)
  socket.end(Buffer.from('00ff00ff00ff', 'hex'))
  await closed(socket)

  expect(heard.length).toBeGreaterThan(0)
  expect(heard.every(({ token }) => token === null)).toBe(true)
})
