import { setMaxListeners } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { Server, Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openDeadHost } from '../../../test/kit/dead-host.ts'
import { openLoopbackServer } from '../../../test/kit/loopback-server.ts'
import type { Outgoing } from '../../probe/index.ts'
import { systemClock } from '../clock.ts'
import { openWeb } from './open-web.ts'
import { defaultWebLimits, type WebOptions } from './web-options.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function serve(onConnection: (socket: Socket) => void): Promise<number> {
  const server = await openLoopbackServer(onConnection)
  closers.push(() => server.close())
  return server.port
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

function web(changes: Partial<WebOptions> = {}) {
  const opened = openWeb({
    ...defaultWebLimits,
    connectTimeoutMs: 1_000,
    answerTimeoutMs: 300,
    strictTls: false,
    clientCertificate: null,
    proxy: null,
    admit: () => null,
    clock: systemClock,
    ...changes,
  })
  closers.push(() => void opened.close())
  return opened
}

const never = new AbortController().signal
// Each client of these tests listens to it once.
setMaxListeners(0, never)

function get(port: number, host = '127.0.0.1'): Outgoing {
  const text = `GET / HTTP/1.1\r\nHost: ${host}\r\nX-Raw: \${jndi:x}{}\r\n\r\n`
  return { to: { secure: false, host, port }, bytes: new TextEncoder().encode(text), method: 'GET' }
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

test('what is given is what is written, and the answer is told with the address that gave it', async () => {
  let heard = ''
  const port = await serve((socket) =>
    socket.on('data', (bytes) => {
      heard += bytes.toString()
      socket.write(ok)
    }),
  )
  const outcome = await web().send(get(port), never)

  expect(heard).toBe(new TextDecoder().decode(get(port).bytes))
  expect(outcome).toMatchObject({
    is: 'answered',
    status: 200,
    peer: { address: '127.0.0.1', port },
    certificate: null,
  })
})

test('a connection is used again, and one that the server closed meanwhile is replaced', async () => {
  let connections = 0
  let requests = 0
  const port = await serve((socket) => {
    connections++
    socket.on('data', () => {
      // The third request meets a server that has just given its idle connection up.
      if (++requests === 3) socket.destroy()
      else socket.write(ok)
    })
  })
  const client = web()
  for (let i = 0; i < 3; i++) expect(await client.send(get(port), never)).toMatchObject({ is: 'answered' })

  expect(connections).toBe(2)
  expect(requests).toBe(4)
})

test.each<[string, (socket: Socket) => void, object]>([
  ['never answers', () => undefined, { because: 'timed-out', connected: true }],
  [
    'sends garbage line by line',
    (socket) => {
      const timer = setInterval(() => socket.write('H\n\n'), 20)
      socket.on('close', () => clearInterval(timer))
    },
    { because: 'malformed', connected: true },
  ],
  [
    'sends its head byte by byte, too slowly',
    (socket) => {
      const head = 'HTTP/1.1 200 OK\r\nServer: one byte at a time\r\n\r\n'
      let sent = 0
      const timer = setInterval(() => socket.write(head[sent++] ?? ''), 40)
      socket.on('close', () => clearInterval(timer))
    },
    { because: 'timed-out', connected: true },
  ],
  [
    'says its status and then nothing more',
    (socket) => socket.write('HTTP/1.1 503 Busy\r\nContent-Length: 10000000000\r\n\r\n'),
    { is: 'answered', status: 503 },
  ],
  [
    'closes within its head',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nServ'),
    { because: 'connection-lost', detail: 'closed within the answer' },
  ],
  [
    'closes within its body',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok'),
    { is: 'answered', status: 200 },
  ],
  [
    'sends a head without end',
    (socket) => {
      const more = (): void => {
        if (!socket.destroyed) socket.write('A: b\r\n'.repeat(1_000), () => setImmediate(more))
      }
      socket.write('HTTP/1.1 200 OK\r\n', more)
    },
    { because: 'malformed', detail: 'its head is too large' },
  ],
  ['closes at once', (socket) => socket.end(), { because: 'connection-lost', connected: true }],
  ['resets', (socket) => socket.resetAndDestroy(), { because: 'connection-lost' }],
  ['speaks another protocol', (socket) => socket.write('220 mail ready\r\n\r\n'), { because: 'malformed' }],
  [
    'sends without end',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const more = (): void => {
        if (!socket.destroyed) socket.write(Buffer.alloc(65_536), () => setImmediate(more))
      }
      more()
    },
    { is: 'answered', status: 200 },
  ],
])('a target that %s has a bounded outcome', async (_case, behave, expected) => {
  const port = await serve((socket) => socket.once('data', () => behave(socket)))

  expect(await web().send(get(port), never)).toMatchObject(expected)
})

test('a closed port is unreachable, a name without address unresolvable, and both say so', async () => {
  const port = await serve(() => undefined)
  closers.splice(0).forEach((close) => close())

  expect(await web().send(get(port), never)).toMatchObject({
    because: 'unreachable',
    connected: false,
    detail: 'ECONNREFUSED',
  })
  expect(await web().send(get(80, 'no-such-host.invalid'), never)).toMatchObject({
    because: 'unresolvable',
    connected: false,
  })
})

test('an address that is not admitted is never connected to', async () => {
  let connections = 0
  const port = await serve(() => connections++)
  const client = web({ admit: (_to, address) => `${address} is not allowed` })

  expect(await client.send(get(port), never)).toMatchObject({
    because: 'out-of-scope',
    detail: '127.0.0.1 is not allowed',
  })
  expect(connections).toBe(0)
})

test('through a proxy the name of the target is admitted, and the proxy is not asked if it is not', async () => {
  let connections = 0
  const port = await serve(() => connections++)
  const asked: string[] = []
  const client = web({
    proxy: { host: '127.0.0.1', port, authorization: null },
    admit(to, address) {
      asked.push(`${to.host} ${address}`)
      return 'not allowed'
    },
  })

  expect(await client.send(get(80, 'service.example'), never)).toMatchObject({ because: 'out-of-scope' })
  expect(asked).toEqual(['service.example service.example'])
  expect(connections).toBe(0)
})

test('stopping the scan ends a request that waits', async () => {
  const port = await serve(() => undefined)
  const stop = new AbortController()
  const outcome = web({ answerTimeoutMs: 10_000 }).send(get(port), stop.signal)
  setTimeout(() => stop.abort(), 50)

  expect(await outcome).toMatchObject({ because: 'interrupted' })
})

test('a proxy carries requests to plain targets byte for byte, and its refusal is told', async () => {
  const target = await serve((socket) => socket.on('data', () => socket.write(ok)))
  const proxy = createHttpServer()
  const asked: string[] = []
  proxy.on('connect', (request, socket) => {
    asked.push(`${request.url ?? ''} ${request.headers['proxy-authorization'] ?? ''}`)
    socket.write('HTTP/1.1 200 Connected\r\n\r\n')
    socket.on('data', () => socket.write(ok))
    socket.on('error', () => undefined)
  })
  closers.push(() => void (proxy.closeAllConnections(), proxy.close()))
  const port = await listen(proxy)
  const through = (proxyPort: number) =>
    web({ proxy: { host: '127.0.0.1', port: proxyPort, authorization: 'Basic eA==' } })

  expect(await through(port).send(get(target), never)).toMatchObject({ is: 'answered' })
  expect(asked).toEqual([`127.0.0.1:${target} Basic eA==`])
  const refusing = await serve((socket) => socket.once('data', () => socket.end('HTTP/1.1 407 No\r\n\r\n')))
  const refused = await through(refusing).send(get(target), never)
  expect(refused).toMatchObject({ because: 'unreachable' })
  expect(JSON.stringify(refused)).toContain('407')
})

test('while others connect, the requests under way are as many as allowed and no more', async () => {
  let under = 0
  let most = 0
  const port = await serve((socket) =>
    socket.on('data', () => {
      most = Math.max(most, ++under)
      setTimeout(() => {
        under--
        socket.write(ok)
      }, 20)
    }),
  )
  const client = web({ concurrency: 3, answerTimeoutMs: 5_000 })
  await Promise.all(Array.from({ length: 12 }, () => client.send(get(port), never)))

  expect(most).toBe(3)
})

test('fifty dead hosts hold up none of fifty live ones, and are not waited for twice', async () => {
  const dead = await openDeadHost()
  closers.push(() => dead.close())
  const port = await serve((socket) => socket.on('data', () => socket.write(ok)))
  // As few requests at once as would be all stuck if those that still connect were counted.
  const client = web({ concurrency: 4, connectTimeoutMs: 700 })
  const order: string[] = []
  const ask = async (request: Outgoing): Promise<void> => {
    const outcome = await client.send(request, never)
    order.push(outcome.is === 'answered' ? 'live' : `${outcome.because} ${outcome.connected}`)
  }
  await Promise.all(
    Array.from({ length: 50 }, (_, i) => [ask(get(dead.port, `127.1.0.${i + 1}`)), ask(get(port))]).flat(),
  )

  expect(order.slice(0, 50)).toEqual(Array(50).fill('live'))
  expect(order.slice(50)).toEqual(Array(50).fill('timed-out false'))
  expect(await client.send(get(dead.port, '127.1.0.1'), never)).toMatchObject({
    because: 'timed-out',
    detail: 'an earlier connection to it got no answer',
  })
})

test('requests that wait for a place behind dead hosts still go out, and fail at once if theirs is dead', async () => {
  const dead = await openDeadHost()
  closers.push(() => dead.close())
  const port = await serve((socket) => socket.on('data', () => socket.write(ok)))
  const client = web({ maxConnecting: 2, connectTimeoutMs: 200 })
  const toDead = Array.from({ length: 40 }, () => client.send(get(dead.port), never))
  const toLive = client.send(get(port), never)

  expect(await toLive).toMatchObject({ is: 'answered' })
  // Two places at a time would take 20 timeouts, had each of the 40 to wait for its own.
  expect((await Promise.all(toDead)).filter((outcome) => outcome.tookMs > 1_500)).toEqual([])
})

test('stopping ends requests that connect and those that wait for their turn', async () => {
  const dead = await openDeadHost()
  closers.push(() => dead.close())
  const silent = await serve(() => undefined)
  const stop = new AbortController()
  const client = web({ concurrency: 1, connectTimeoutMs: 10_000, answerTimeoutMs: 10_000 })
  const outcomes = [get(dead.port), get(silent), get(silent), get(silent)].map((r) => client.send(r, stop.signal))
  setTimeout(() => stop.abort(), 100)

  expect((await Promise.all(outcomes)).map((outcome) => (outcome.is === 'failed' ? outcome.because : ''))).toEqual(
    Array(4).fill('interrupted'),
  )
  expect(await client.send(get(silent), stop.signal)).toMatchObject({ because: 'interrupted', connected: false })
})

test('a name is tried at each of its addresses until one connects', async () => {
  // localhost is ::1 before 127.0.0.1 on most systems, and this server listens on the latter only.
  const port = await serve((socket) => socket.on('data', () => socket.write(ok)))
  const tried: string[] = []
  const client = web({
    admit(_to, address) {
      tried.push(address)
      return null
    },
  })

  expect(await client.send(get(port, 'localhost'), never)).toMatchObject({ peer: { address: '127.0.0.1', port } })
  expect(tried.at(-1)).toBe('127.0.0.1')
})
