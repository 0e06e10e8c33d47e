import type { Socket } from 'node:net'
import type { Destination } from '../../probe/index.ts'
import { ConnectFailure, codeOf } from './connect-failure.ts'
import type { Deadline } from './deadline.ts'
import type { ProxyAddress } from './web-options.ts'

/** A proxy's answer to CONNECT is a head of a few lines. */
const maxHeadBytes = 16_384

/**
 * Has a proxy connect to `to` (RFC 9110 section 9.3.6). Plain targets are reached in the same way, so that requests
 * arrive byte for byte as they were written.
 */
export async function openTunnel(
  socket: Socket,
  to: Destination,
  proxy: ProxyAddress,
  deadline: Deadline,
): Promise<void> {
  const authority = `${to.host.includes(':') ? `[${to.host}]` : to.host}:${to.port}`
  const credentials = proxy.authorization === null ? '' : `Proxy-Authorization: ${proxy.authorization}\r\n`
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${credentials}\r\n`)
  const head = await deadline.wait<string>((resolve, reject) => {
    let heard = ''
    socket.on('data', (bytes: Buffer) => {
      heard += bytes.toString('latin1')
      if (heard.includes('\r\n\r\n') || heard.length > maxHeadBytes) resolve(heard)
    })
    socket.once('error', (error) => reject(new ConnectFailure('unreachable', `proxy: ${codeOf(error)}`)))
    socket.once('close', () => reject(new ConnectFailure('unreachable', 'the proxy closed the connection')))
  })
  socket.removeAllListeners('data').removeAllListeners('error').removeAllListeners('close')
  if (!/^HTTP\/1\.[01] 2\d\d\b/.test(head)) {
    const line = JSON.stringify(head.split('\r\n')[0]?.slice(0, 100))
    throw new ConnectFailure('unreachable', `the proxy answered ${line}`)
  }
  // A target that speaks before it was asked is none that we could understand.
  if (!head.endsWith('\r\n\r\n')) throw new ConnectFailure('unreachable', 'bytes came before the request was sent')
}
