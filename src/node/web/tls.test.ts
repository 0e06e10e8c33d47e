import { setMaxListeners } from 'node:events'
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { selfSigned } from '../../../test/kit/certificate.ts'
import { openLoopbackServer } from '../../../test/kit/loopback-server.ts'
import type { Outgoing } from '../../probe/index.ts'
import { systemClock } from '../clock.ts'
import { type OpenWeb, openWeb } from './open-web.ts'
import { defaultWebLimits, type ProxyAddress, type WebOptions } from './web-options.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const certificate = selfSigned('service.example')
const never = new AbortController().signal
setMaxListeners(0, never)
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

async function serveTls(onConnection: (socket: TLSSocket) => void, options: TlsOptions = {}): Promise<number> {
  const tls = createTlsServer({ ...certificate, ...options })
  tls.on('secureConnection', (socket) => onConnection(socket.on('error', () => undefined)))
  const server = await openLoopbackServer(() => undefined, tls)
  closers.push(() => server.close())
  return server.port
}

function web(changes: Partial<WebOptions> = {}): OpenWeb {
  const opened = openWeb({
    ...defaultWebLimits,
    connectTimeoutMs: 1_000,
    answerTimeoutMs: 500,
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

function get(port: number, host = '127.0.0.1'): Outgoing {
  const bytes = new TextEncoder().encode(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  return { to: { secure: true, host, port }, bytes, method: 'GET' }
}

test('a target is reached whatever its certificate, and what was wrong with it is told', async () => {
  let connections = 0
  const port = await serveTls((socket) => {
    connections++
    socket.on('data', () => socket.write(ok))
  })
  const client = web()
  for (let i = 0; i < 3; i++) {
    expect(await client.send(get(port), never)).toMatchObject({
      is: 'answered',
      certificate: { accepted: false, because: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    })
  }
  expect(connections).toBe(1)
})

test('under strict TLS a certificate that is not accepted is an outcome, and no request is sent', async () => {
  let requests = 0
  const port = await serveTls((socket) => socket.on('data', () => requests++))

  expect(await web({ strictTls: true }).send(get(port), never)).toMatchObject({
    because: 'certificate-refused',
    connected: false,
    detail: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  })
  expect(requests).toBe(0)
})

test('names are shown in SNI, addresses are not', async () => {
  const shown: (string | false)[] = []
  const port = await serveTls((socket) => {
    shown.push((socket as { servername?: string | false }).servername ?? false) // missing in the typings
    socket.on('data', () => socket.write(ok))
  })
  const client = web()
  await client.send(get(port, 'localhost'), never)
  await client.send(get(port), never)

  expect(shown).toEqual(['localhost', false])
})

test('servers that speak nothing newer than TLS 1.0 are reached', async () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const
  const port = await serveTls((socket) => socket.on('data', () => socket.write(ok)), old)

  expect(await web().send(get(port), never)).toMatchObject({ is: 'answered' })
})

test('a client certificate is shown to a target that asks for one', async () => {
  const names: unknown[] = []
  const port = await serveTls(
    (socket) => {
      names.push(socket.getPeerCertificate().subject.CN)
      socket.on('data', () => socket.write(ok))
    },
    { requestCert: true, rejectUnauthorized: false },
  )
  await web({ clientCertificate: certificate }).send(get(port), never)

  expect(names).toEqual(['service.example'])
})

test.each([
  ['is none', { cert: 'no certificate', key: 'no key' }],
  ['has the key of another', { cert: certificate.cert, key: selfSigned('other.example').key }],
])('a client certificate that %s is refused before anything is sent', (_case, clientCertificate) => {
  expect(() => web({ clientCertificate })).toThrow(expect.objectContaining({ code: 'WEB_CLIENT_CERTIFICATE_UNUSABLE' }))
})

test('a server that takes the connection and never speaks TLS is timed out before a request was sent', async () => {
  const server = await openLoopbackServer(() => undefined)
  closers.push(() => server.close())

  expect(await web({ connectTimeoutMs: 200 }).send(get(server.port), never)).toMatchObject({
    because: 'timed-out',
    connected: false,
  })
})

test('a server that speaks plain HTTP where TLS was expected is unreachable by TLS', async () => {
  const server = await openLoopbackServer((socket) => socket.on('data', () => socket.write('HTTP/1.1 400 No\r\n\r\n')))
  closers.push(() => server.close())
  const outcome = await web().send(get(server.port), never)

  expect(outcome).toMatchObject({ because: 'unreachable', connected: false })
  expect(JSON.stringify(outcome)).toContain('TLS: ')
})

test('through a proxy TLS ends at the target, and the address of the proxy is not taken for that of the target', async () => {
  const port = await serveTls((socket) => socket.on('data', () => socket.write(ok)))
  const { connect } = await import('node:net')
  const proxy = await openLoopbackServer((socket) =>
    socket.once('data', () => {
      const onward = connect(port, '127.0.0.1').on('error', () => undefined)
      socket.write('HTTP/1.1 200 Connected\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    }),
  )
  closers.push(() => proxy.close())
  const through: ProxyAddress = { host: '127.0.0.1', port: proxy.port, authorization: null }

  expect(await web({ proxy: through }).send(get(port, 'service.example'), never)).toMatchObject({
    is: 'answered',
    peer: { address: 'service.example', port },
    certificate: { accepted: false },
  })
})
