import { between, type Instant } from '../../core/index.ts'
import type { Destination, Outcome, Outgoing, Web } from '../../probe/index.ts'
import { ConnectFailure, type Connection, openConnection } from './connect.ts'
import { exchange } from './exchange.ts'
import { Gate } from './gate.ts'
import type { WebOptions } from './web-options.ts'

/** A raw HTTP/1.1 client: what it is given is what is written, and every failure is an outcome. */
export interface OpenWeb extends Web {
  /** Closes idle connections. */
  close(): void
}

/** Connections kept for one origin, and origins for which any are kept. */
const idlePerOrigin = 4
const idleOrigins = 1_024
/** Servers close idle connections after some seconds; ours are given up before most do. */
const idleMs = 4_000
/** How long a host that did not answer a SYN is not asked again. */
const deadMs = 30_000
const deadRemembered = 100_000

export function openWeb(options: WebOptions): OpenWeb {
  const active = new Gate(options.concurrency)
  const connecting = new Gate(options.maxConnecting)
  const idle = new IdleConnections()
  const dead = new Map<string, Instant>()
  const { clock } = options

  const connect = async (to: Destination, signal: AbortSignal): Promise<Connection> => {
    const key = originOf(to)
    const since = dead.get(key)
    if (since !== undefined && between(since, clock.now()) < deadMs) {
      throw new ConnectFailure('timed-out', 'an earlier connection to it got no answer')
    }
    await connecting.enter()
    try {
      return await openConnection(to, options, signal)
    } catch (error) {
      if (error instanceof ConnectFailure && error.reason === 'timed-out' && !signal.aborted) {
        if (dead.size >= deadRemembered) dead.clear()
        dead.set(key, clock.now())
      }
      throw error
    } finally {
      connecting.leave()
    }
  }

  /** `fresh`: no idle connection is taken. */
  const send = async (request: Outgoing, signal: AbortSignal, fresh: boolean): Promise<Outcome> => {
    const { to, bytes, method } = request
    const started = clock.now()
    const kept = fresh ? null : idle.take(originOf(to))
    let connection: Connection
    try {
      connection = kept ?? (await connect(to, signal))
    } catch (error) {
      if (!(error instanceof ConnectFailure)) throw error
      const because = signal.aborted ? 'interrupted' : error.reason
      const tookMs = between(started, clock.now())
      return { is: 'failed', because, connected: false, detail: error.message, sentAt: started, tookMs, peer: null }
    }
    await active.enter()
    const sentAt = clock.now()
    const limits = { timeoutMs: options.answerTimeoutMs, maxAnswerBytes: options.maxAnswerBytes }
    const result = await exchange(connection.socket, method, bytes, limits, signal)
    active.leave()
    const { peer, certificate } = connection
    const tookMs = between(sentAt, clock.now())
    if (result.is === 'answered') {
      if (result.reusable) idle.keep(originOf(to), connection)
      const { status, location } = result.head
      return { is: 'answered', status, location, sentAt, tookMs, peer, certificate }
    }
    // A server may close an idle connection at the moment we use it: nothing of it was answered, so it is sent anew.
    if (kept !== null && result.because === 'connection-lost' && !result.begun) return send(request, signal, true)
    return { is: 'failed', because: result.because, connected: true, detail: result.detail, sentAt, tookMs, peer }
  }

  return {
    send: (request, signal) => send(request, signal, false),
    close: () => idle.close(),
  }
}

function originOf({ secure, host, port }: Destination): string {
  return `${secure ? 's' : 'p'}:${host}:${port}`
}

/** Open connections that wait for the next request to their origin, the least recently used origin given up first. */
class IdleConnections {
  readonly #byOrigin = new Map<string, Connection[]>()

  take(origin: string): Connection | null {
    const kept = this.#byOrigin.get(origin)
    const connection = kept?.pop()
    if (kept?.length === 0) this.#byOrigin.delete(origin)
    if (connection === undefined) return null
    connection.socket.setTimeout(0)
    connection.socket.removeAllListeners()
    return connection.socket.destroyed ? this.take(origin) : connection
  }

  keep(origin: string, connection: Connection): void {
    const kept = this.#byOrigin.get(origin) ?? []
    const { socket } = connection
    if (kept.length >= idlePerOrigin || socket.destroyed) {
      socket.destroy()
      return
    }
    const drop = (): void => {
      socket.destroy()
      const index = kept.indexOf(connection)
      if (index >= 0) kept.splice(index, 1)
      if (kept.length === 0 && this.#byOrigin.get(origin) === kept) this.#byOrigin.delete(origin)
    }
    // Bytes that nobody asked for would be taken for the next answer.
    socket.on('data', drop).on('close', drop).on('error', drop)
    socket.setTimeout(idleMs, drop)
    kept.push(connection)
    this.#byOrigin.delete(origin)
    this.#byOrigin.set(origin, kept)
    if (this.#byOrigin.size > idleOrigins) this.#dropOldest()
  }

  close(): void {
    for (const kept of this.#byOrigin.values()) for (const { socket } of kept) socket.destroy()
    this.#byOrigin.clear()
  }

  #dropOldest(): void {
    const [oldest] = this.#byOrigin
    if (oldest === undefined) return
    const [origin, kept] = oldest
    this.#byOrigin.delete(origin)
    for (const { socket } of kept) socket.destroy()
  }
}
