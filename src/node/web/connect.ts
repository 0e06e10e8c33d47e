import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Endpoint } from '../../core/index.ts'
import type { Destination } from '../../probe/index.ts'
import type { WebOptions } from './web-options.ts'

/** An open connection to a target, perhaps through a proxy. */
export interface Connection {
  readonly socket: Socket
  /** The target's address, or the proxy's if there is one. */
  readonly peer: Endpoint
  readonly certificate: { readonly accepted: boolean; readonly because: string | null } | null
}

/** Why no connection was made. */
export class ConnectFailure extends Error {
  readonly reason: 'timed-out' | 'unreachable' | 'unresolvable' | 'certificate-refused' | 'out-of-scope'

  constructor(reason: ConnectFailure['reason'], detail: string) {
    super(detail)
    this.reason = reason
  }
}

/**
 * Opens a connection to `to`: resolves its name once, has the address admitted, and connects to that very address,
 * so that a name that changes in between reaches nothing else. Rejects with {@link ConnectFailure}.
 */
export async function openConnection(to: Destination, options: WebOptions, signal: AbortSignal): Promise<Connection> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(options.connectTimeoutMs)])
  const { proxy } = options
  if (proxy !== null) {
    // The proxy resolves the name, so the name alone can be admitted.
    const refusal = options.admit(to, to.host)
    if (refusal !== null) throw new ConnectFailure('out-of-scope', refusal)
    const address = await resolve(proxy.host, deadline)
    const socket = await openSocket(address, proxy.port, deadline)
    await openTunnel(socket, to, proxy.authorization, deadline)
    return secure(socket, to, { address, port: proxy.port }, options, deadline)
  }
  const address = await resolve(to.host, deadline)
  const refusal = options.admit(to, address)
  if (refusal !== null) throw new ConnectFailure('out-of-scope', refusal)
  const socket = await openSocket(address, to.port, deadline)
  return secure(socket, to, { address, port: to.port }, options, deadline)
}

async function resolve(host: string, deadline: AbortSignal): Promise<string> {
  if (isIP(host) !== 0) return host
  try {
    return (await unlessAborted(lookup(host), deadline)).address
  } catch (error) {
    if (error instanceof ConnectFailure) throw error
    throw new ConnectFailure('unresolvable', `${host}: ${codeOf(error)}`)
  }
}

function openSocket(host: string, port: number, deadline: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, noDelay: true })
    const onAbort = (): void => {
      socket.destroy()
      reject(tooLate(deadline))
    }
    socket.once('connect', () => {
      deadline.removeEventListener('abort', onAbort)
      socket.removeAllListeners('error')
      resolve(socket)
    })
    socket.once('error', (error) => {
      deadline.removeEventListener('abort', onAbort)
      reject(new ConnectFailure('unreachable', codeOf(error)))
    })
    if (deadline.aborted) onAbort()
    else deadline.addEventListener('abort', onAbort, { once: true })
  })
}

/** RFC 9110 section 9.3.6; used for plain targets too, so that the request arrives byte for byte. */
async function openTunnel(
  socket: Socket,
  to: Destination,
  authorization: string | null,
  deadline: AbortSignal,
): Promise<void> {
  const authority = `${to.host.includes(':') ? `[${to.host}]` : to.host}:${to.port}`
  const credentials = authorization === null ? '' : `Proxy-Authorization: ${authorization}\r\n`
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${credentials}\r\n`)
  const answer = new Promise<string>((resolve, reject) => {
    let head = ''
    const onData = (bytes: Buffer): void => {
      head += bytes.toString('latin1')
      if (!head.includes('\r\n\r\n') && head.length < 16_384) return
      socket.off('data', onData)
      resolve(head)
    }
    socket.on('data', onData)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the proxy closed')))
  })
  let head: string
  try {
    head = await unlessAborted(answer, deadline)
  } catch (error) {
    socket.destroy()
    throw error instanceof ConnectFailure ? error : new ConnectFailure('unreachable', `proxy: ${codeOf(error)}`)
  }
  socket.removeAllListeners('error')
  socket.removeAllListeners('close')
  if (/^HTTP\/1\.[01] 2\d\d/.test(head)) return
  socket.destroy()
  throw new ConnectFailure('unreachable', `the proxy said ${JSON.stringify(head.split('\r\n')[0]?.slice(0, 100))}`)
}

function secure(
  socket: Socket,
  to: Destination,
  peer: Endpoint,
  options: WebOptions,
  deadline: AbortSignal,
): Promise<Connection> {
  if (!to.secure) return Promise.resolve({ socket, peer, certificate: null })
  return new Promise((resolve, reject) => {
    const tls: TLSSocket = connectTls({
      socket,
      host: to.host,
      // Targets are reached whatever they show, as a scanner must; what was wrong is reported.
      rejectUnauthorized: false,
      ...(isIP(to.host) === 0 ? { servername: to.host } : {}),
      ...(options.clientCertificate ?? {}),
      ALPNProtocols: ['http/1.1'],
      // Services with an old Log4j often have an old TLS.
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    })
    const onAbort = (): void => {
      tls.destroy()
      reject(tooLate(deadline))
    }
    tls.once('secureConnect', () => {
      deadline.removeEventListener('abort', onAbort)
      tls.removeAllListeners('error')
      // A Node error, whatever the typings say; null once the certificate was accepted.
      const flaw = tls.authorizationError as unknown
      const because =
        flaw == null ? null : flaw instanceof Error ? flaw.message : typeof flaw === 'string' ? flaw : 'not accepted'
      const certificate = { accepted: tls.authorized, because: tls.authorized ? null : because }
      if (options.strictTls && !tls.authorized) {
        tls.destroy()
        reject(new ConnectFailure('certificate-refused', because ?? 'not accepted'))
      } else resolve({ socket: tls, peer, certificate })
    })
    tls.once('error', (error) => {
      deadline.removeEventListener('abort', onAbort)
      reject(new ConnectFailure('unreachable', `TLS: ${codeOf(error)}`))
    })
    if (deadline.aborted) onAbort()
    else deadline.addEventListener('abort', onAbort, { once: true })
  })
}

function unlessAborted<T>(work: Promise<T>, deadline: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(tooLate(deadline))
    if (deadline.aborted) onAbort()
    else deadline.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => deadline.removeEventListener('abort', onAbort))
  })
}

function tooLate(deadline: AbortSignal): ConnectFailure {
  const timedOut = deadline.reason instanceof Error && deadline.reason.name === 'TimeoutError'
  return new ConnectFailure('timed-out', timedOut ? 'no connection in time' : 'the scan was stopped')
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.message : String(error)
}
