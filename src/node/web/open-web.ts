import { constants } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import { between, type Instant } from '../../core/index.ts'
import type { Destination, Outcome, Outgoing, Web } from '../../probe/index.ts'
import { defaultResponseLimits } from '../../wire/index.ts'
import { openConnection } from './connect.ts'
import { ConnectFailure, codeOf } from './connect-failure.ts'
import type { Connection } from './connection.ts'
import { Gate } from './gate.ts'
import { IdleConnections } from './idle-connections.ts'
import { Names } from './names.ts'
import { SilentHosts } from './silent-hosts.ts'
import { type Stoppable, Stopping } from './stopping.ts'
import { openFileLimit, type WebOptions } from './web-options.ts'
import { clientCertificateUnusable } from './web-problems.ts'

/** A raw HTTP/1.1 client: what it is given is what is written, and every failure is an outcome. */
export interface OpenWeb extends Web {
  /** Closes idle connections. Requests under way end by their own limits, or by their signal. */
  close(): Promise<void>
}

/** Descriptors left for the rest of the process: listeners, journal, report, standard streams. */
const otherFiles = 256

/** Throws a Problem if the client certificate cannot be used. */
export function openWeb(options: WebOptions): OpenWeb {
  return new RawWeb(options)
}

class RawWeb implements OpenWeb {
  readonly #options: WebOptions
  readonly #active: Gate
  /** Held until the request may be sent, so that connections that are open and wait are bounded too. */
  readonly #connecting: Gate
  readonly #idle: IdleConnections
  readonly #silent: SilentHosts
  readonly #names: Names
  readonly #stopping = new Stopping()
  readonly #limits: { readonly headBytes: number; readonly bodyBytes: number }
  /** One for all: making one reads certificates and costs more than a handshake. */
  readonly #secureContext: SecureContext

  constructor(options: WebOptions) {
    const room = Math.max(16, openFileLimit() - options.concurrency - otherFiles)
    this.#options = options
    this.#active = new Gate(options.concurrency)
    this.#connecting = new Gate(Math.min(options.maxConnecting, Math.floor(room * 0.6)))
    this.#idle = new IdleConnections({ perOrigin: 4, inAll: Math.min(2_048, Math.floor(room * 0.3)), forMs: 4_000 })
    this.#silent = new SilentHosts(options.clock)
    this.#names = new Names(options.connectTimeoutMs)
    this.#limits = { ...defaultResponseLimits, bodyBytes: options.maxAnswerBytes }
    this.#secureContext = secureContextOf(options)
  }

  send(request: Outgoing, signal: AbortSignal): Promise<Outcome> {
    return this.#send(request, this.#stopping.of(signal), signal, true)
  }

  close(): Promise<void> {
    this.#idle.close()
    return Promise.resolve()
  }

  async #send(request: Outgoing, stoppables: Set<Stoppable>, signal: AbortSignal, mayReuse: boolean): Promise<Outcome> {
    const { clock, answerTimeoutMs } = this.#options
    const origin = originOf(request.to)
    const asked = clock.now()
    let kept: Connection | null = null
    let connection: Connection
    try {
      if (signal.aborted) throw stopped()
      kept = mayReuse ? this.#idle.take(origin) : null
      connection = kept ?? (await this.#connect(request.to, origin, stoppables))
    } catch (error) {
      if (!(error instanceof ConnectFailure)) throw error
      return this.#unconnected(error, asked)
    }
    if (kept !== null && !(await this.#active.enter(stoppables))) {
      kept.destroy()
      return this.#unconnected(stopped(), asked)
    }
    const sentAt = clock.now()
    const result = await connection.exchange(request.method, request.bytes, this.#limits, answerTimeoutMs, stoppables)
    this.#active.leave()
    const { peer, certificate } = connection
    const tookMs = between(sentAt, clock.now())
    if (result.is === 'answered') {
      if (result.reusable) this.#idle.keep(origin, connection)
      const { status, location } = result.head
      return { is: 'answered', status, location, sentAt, tookMs, peer, certificate }
    }
    // A server may close an idle connection at the very moment we use it. Sending anew is safe, although the request
    // may have been read (RFC 9110 section 9.2.2): it carries the same tokens, and is evaluated to the same effect.
    if (kept !== null && result.because === 'connection-lost' && !result.begun) {
      return this.#send(request, stoppables, signal, false)
    }
    return { is: 'failed', because: result.because, connected: true, detail: result.detail, sentAt, tookMs, peer }
  }

  /** A new connection, inside the active gate. Rejects with {@link ConnectFailure}, outside of it. */
  async #connect(to: Destination, origin: string, stoppables: Set<Stoppable>): Promise<Connection> {
    const { proxy } = this.#options
    this.#silent.refuse(origin)
    const addresses = await this.#names.addressesOf(proxy === null ? to.host : proxy.host, stoppables)
    if (!(await this.#connecting.enter(stoppables))) throw stopped()
    try {
      // Others to the same host may have waited in vain meanwhile.
      this.#silent.refuse(origin)
      const connection = await openConnection(to, addresses, this.#options, this.#secureContext, stoppables)
      if (await this.#active.enter(stoppables)) return connection
      connection.destroy()
      throw stopped()
    } catch (error) {
      // Through a proxy, silence may be the proxy's own.
      if (error instanceof ConnectFailure && error.reason === 'timed-out' && proxy === null) this.#silent.add(origin)
      throw error
    } finally {
      this.#connecting.leave()
    }
  }

  #unconnected({ reason, message }: ConnectFailure, sentAt: Instant): Outcome {
    const tookMs = between(sentAt, this.#options.clock.now())
    return { is: 'failed', because: reason, connected: false, detail: message, sentAt, tookMs, peer: null }
  }
}

function secureContextOf({ clientCertificate }: WebOptions): SecureContext {
  try {
    return createSecureContext({
      ...(clientCertificate ?? {}),
      // Services with an old Log4j often have an old Java and an old TLS.
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
      secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    })
  } catch (error) {
    if (clientCertificate === null) throw error
    throw clientCertificateUnusable(codeOf(error))
  }
}

function originOf({ secure, host, port }: Destination): string {
  return `${secure ? 's' : 'p'}:${host}:${port}`
}

function stopped(): ConnectFailure {
  return new ConnectFailure('interrupted', 'the scan was stopped')
}
