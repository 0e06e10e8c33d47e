import { timingSafeEqual } from 'node:crypto'
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type Endpoint, type Interaction, openToken, type Seal } from '../../core/index.ts'
import { encodeInteraction, type InteractionJournal, readInteractions } from './interaction-journal.ts'
import type { Listener } from './listener-options.ts'
import { openProblem } from './listener-problems.ts'
import { metricsOf } from './metrics.ts'

export interface AdminOptions {
  readonly at: Endpoint
  /** PEM texts; `null` serves plain HTTP, which is for loopback. */
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** The key that the API asks for; `null` leaves the API closed, and metrics and health open. */
  readonly apiKey: string | null
  readonly listener: Listener
  readonly journal: InteractionJournal | null
  readonly folder: string | null
  readonly zone: string | null
  readonly publicAddress: string | null
  readonly seals: readonly Seal[]
  readonly version: string
  readonly startedAt: number
}

/** How long a poll for new interactions is held open at most. */
const longestPollMs = 30_000
const pollEveryMs = 100

export interface AdminServer {
  readonly at: Endpoint
  close(): Promise<void>
}

/**
 * `/healthz`, `/metrics` (Prometheus text format) and, with a key, the API for a `probe` elsewhere:
 * `/api/v1/listener` says where callbacks go, `/api/v1/interactions?scan=N&after=SEQ&wait=S` gives them as JSON lines.
 * Throws a Problem if the port cannot be opened.
 */
export async function openAdmin(options: AdminOptions): Promise<AdminServer> {
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response, options).catch(() => response.destroy())
  }
  const server: Server = options.tls === null ? createHttpServer(onRequest) : createHttpsServer(options.tls, onRequest)
  server.maxConnections = 100
  server.headersTimeout = 10_000
  server.requestTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(openProblem(options.at, error)))
    server.listen({ port: options.at.port, host: options.at.address }, () => resolve())
  })
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has an address')
  return {
    at: { address: options.at.address, port: bound.port },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, options: AdminOptions): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://admin')
  if (request.method === 'GET' && url.pathname === '/api/v1/interactions' && isAllowed(request, options.apiKey)) {
    await sendInteractions(url, response, options)
    return
  }
  const { status, body, type = 'text/plain; charset=utf-8' } = answerAtOnce(request, url.pathname, options)
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}

interface PlainAnswer {
  readonly status: number
  readonly body: string
  readonly type?: string
}

function answerAtOnce(request: IncomingMessage, path: string, options: AdminOptions): PlainAnswer {
  if (request.method !== 'GET') return { status: 405, body: 'only GET\n' }
  if (path === '/healthz') {
    const trouble = options.journal?.stats().trouble ?? null
    return trouble === null
      ? { status: 200, body: 'ok\n' }
      : { status: 503, body: `the journal takes nothing: ${trouble}\n` }
  }
  if (path === '/metrics')
    return {
      status: 200,
      body: metricsOf(options.listener, options.journal, options.startedAt),
      type: 'text/plain; version=0.0.4; charset=utf-8',
    }
  if (!path.startsWith('/api/v1/')) return { status: 404, body: 'nothing here\n' }
  if (!isAllowed(request, options.apiKey)) return { status: 401, body: 'the key is missing or wrong\n' }
  if (path !== '/api/v1/listener') return { status: 404, body: 'nothing here\n' }
  return { status: 200, body: JSON.stringify(whereAbouts(options)), type: 'application/json' }
}

/** What a probe elsewhere needs to write payloads, and to see whether clocks agree. */
function whereAbouts({ listener, zone, publicAddress, version }: AdminOptions) {
  return { version, zone, address: publicAddress, dns: listener.dns, tcp: listener.tcp, now: Date.now() }
}

async function sendInteractions(url: URL, response: ServerResponse, options: AdminOptions): Promise<void> {
  const { folder } = options
  if (folder === null) {
    response.writeHead(409).end('this listener keeps no journal\n')
    return
  }
  const number = (name: string, fallback: number): number => {
    const value = Number(url.searchParams.get(name) ?? fallback)
    return Number.isSafeInteger(value) && value >= 0 ? value : fallback
  }
  const scan = number('scan', -1)
  let after = number('after', 0)
  const until = Date.now() + Math.min(number('wait', 0) * 1_000, longestPollMs)
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  let sent = 0
  for (;;) {
    for await (const interaction of readInteractions(folder, after)) {
      after = interaction.seq
      if (scanOf(interaction, options.seals) !== scan) continue
      sent++
      if (!response.write(encodeInteraction(interaction)))
        await new Promise((resolve) => response.once('drain', resolve))
      if (response.destroyed) return
    }
    if (sent > 0 || Date.now() >= until || response.destroyed) break
    await new Promise((resolve) => setTimeout(resolve, pollEveryMs))
  }
  // The last line tells how far the journal was read, so that the next poll goes on there.
  response.end(`${JSON.stringify({ after })}\n`)
}

function scanOf({ token }: Interaction, seals: readonly Seal[]): number | null {
  if (token === null) return null
  for (const seal of seals) {
    const id = openToken(token, seal)
    if (id !== null) return id.scan
  }
  return null
}

/** In a time that does not depend on how much of the key is right. */
function isAllowed({ headers }: IncomingMessage, apiKey: string | null): boolean {
  if (apiKey === null) return false
  const given = Buffer.from((headers.authorization ?? '').replace(/^Bearer /, ''))
  const wanted = Buffer.from(apiKey)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
