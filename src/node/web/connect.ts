import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net'
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls'
import type { Destination } from '../../probe/index.ts'
import { ConnectFailure, codeOf } from './connect-failure.ts'
import { type Certificate, Connection } from './connection.ts'
import { Deadline } from './deadline.ts'
import type { Stoppable } from './stopping.ts'
import { openTunnel } from './tunnel.ts'
import type { WebOptions } from './web-options.ts'

/**
 * Opens a connection to `to` at one of `addresses`, which are its own or those of the proxy. Each is admitted before
 * it is contacted, and that very address is contacted, so that a name that changes in between reaches nothing else.
 * Rejects with {@link ConnectFailure}.
 */
export async function openConnection(
  to: Destination,
  addresses: readonly string[],
  options: WebOptions,
  secureContext: SecureContext,
  stoppables: Set<Stoppable>,
): Promise<Connection> {
  const ends = performance.now() + options.connectTimeoutMs
  let failure: ConnectFailure | null = null
  for (const [i, address] of addresses.entries()) {
    // The proxy resolves the target's name, so the name alone can be admitted.
    const refusal = options.admit(to, options.proxy === null ? address : to.host)
    if (refusal !== null) {
      failure = new ConnectFailure('out-of-scope', refusal)
      continue
    }
    // A silent address leaves the ones after it their share of the time.
    const share = (ends - performance.now()) / (addresses.length - i)
    const deadline = new Deadline(share, stoppables)
    try {
      return await openAt(address, to, options, secureContext, deadline)
    } catch (error) {
      if (!(error instanceof ConnectFailure)) throw error
      failure = error
      if (error.reason === 'interrupted' || error.reason === 'certificate-refused') break
    } finally {
      deadline.clear()
    }
  }
  throw failure ?? new ConnectFailure('unresolvable', `${to.host}: no address`)
}

async function openAt(
  address: string,
  to: Destination,
  { proxy, strictTls }: WebOptions,
  secureContext: SecureContext,
  deadline: Deadline,
): Promise<Connection> {
  let connection: Connection | null = null
  const direct = proxy === null && !to.secure
  const hear = (bytes: Uint8Array): void => connection?.hear(bytes)
  const endpoint = { host: address, port: proxy?.port ?? to.port, noDelay: true }
  const plain = connectTcp(direct ? { ...endpoint, onread: sharedReading(hear) } : endpoint)
  let socket: Socket = plain
  let certificate: Certificate | null = null
  try {
    await opened(plain, 'connect', '', deadline)
    if (proxy !== null) await openTunnel(plain, to, proxy, deadline)
    if (to.secure) {
      const tls = startTls(plain, to, secureContext)
      socket = tls
      await opened(tls, 'secureConnect', 'TLS: ', deadline)
      certificate = certificateOf(tls)
      if (strictTls && !certificate.accepted) {
        throw new ConnectFailure('certificate-refused', certificate.because ?? 'not accepted')
      }
    }
  } catch (error) {
    // What still happens on a socket that is given up is of no interest, its errors included.
    for (const given of new Set([socket, plain])) given.on('error', () => undefined).destroy()
    throw error
  }
  // Through a proxy, the target's address is not known, and the proxy's must not be taken for it.
  const peer = { address: proxy === null ? address : to.host, port: to.port }
  connection = new Connection(socket, peer, certificate)
  if (!direct) socket.on('data', hear)
  return connection
}

/** Every answer is read at once and none of its bytes are kept, so one buffer serves all plain connections. */
const shared = Buffer.allocUnsafeSlow(65_536)

function sharedReading(hear: (bytes: Uint8Array) => void): OnReadOpts {
  return {
    buffer: shared,
    callback(length) {
      hear(shared.subarray(0, length))
      return true
    },
  }
}

function opened(socket: Socket, event: 'connect' | 'secureConnect', layer: string, deadline: Deadline): Promise<void> {
  return deadline.wait((resolve, reject) => {
    const fail = (error: Error): void => reject(new ConnectFailure('unreachable', layer + codeOf(error)))
    const close = (): void => reject(new ConnectFailure('unreachable', `${layer}closed before it was open`))
    socket.once('error', fail).once('close', close)
    socket.once(event, () => {
      socket.off('error', fail).off('close', close)
      resolve()
    })
  })
}

function startTls(socket: Socket, to: Destination, secureContext: SecureContext): TLSSocket {
  return connectTls({
    socket,
    host: to.host,
    secureContext,
    // Targets are reached whatever they show, as a scanner must; what was wrong is reported.
    rejectUnauthorized: false,
    // Names only (RFC 6066 section 3).
    ...(isIP(to.host) === 0 ? { servername: to.host } : {}),
    ALPNProtocols: ['http/1.1'],
  })
}

function certificateOf(tls: TLSSocket): Certificate {
  // A code, an error, or null once the certificate was accepted, whatever the typings say.
  const flaw: unknown = tls.authorizationError
  if (tls.authorized) return { accepted: true, because: null }
  return { accepted: false, because: typeof flaw === 'string' ? flaw : flaw instanceof Error ? codeOf(flaw) : null }
}
