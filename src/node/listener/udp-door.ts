import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { answerDatagram, type ListenerSettings } from '../../catch/index.ts'
import type { Endpoint } from '../../core/index.ts'
import type { Hearing } from './hearing.ts'
import { openProblem } from './listener-problems.ts'
import { unmapped } from './unmapped.ts'

/** A burst that our process cannot take at once waits in the kernel; it gives what `net.core.rmem_max` allows. */
const receiveBufferBytes = 8 << 20

export interface UdpDoor {
  readonly local: Endpoint
  close(): Promise<void>
}

/** Opens one UDP socket for DNS. Throws a Problem if it cannot. */
export async function openUdp(
  at: Endpoint,
  settings: ListenerSettings,
  hearing: Hearing,
  onError: () => void,
): Promise<UdpDoor> {
  const socket: Socket = createSocket({
    type: isIPv6(at.address) ? 'udp6' : 'udp4',
    recvBufferSize: receiveBufferBytes,
    // Answers go to the address that asked; the default lookup would put each off by a turn of the event loop.
    lookup: (address, _options, callback) => callback(null, address, isIPv6(address) ? 6 : 4),
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error) => reject(openProblem(at, error)))
    socket.bind({ port: at.port, address: at.address, exclusive: true }, () => resolve())
  })
  socket.removeAllListeners('error')
  socket.on('error', onError)
  const local: Endpoint = { address: at.address, port: socket.address().port }
  socket.on('message', (bytes: Buffer, from: RemoteInfo) => {
    const { saw, write } = answerDatagram(bytes, settings)
    const peer: Endpoint = { address: unmapped(from.address), port: from.port }
    const answer = write === null ? null : (): void => socket.send(write, from.port, from.address, ignoreSendError)
    hearing.take({ transport: 'udp', peer, local }, saw, answer)
  })
  return {
    local,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

/** The one who asked is gone, or gave a port that nothing can be sent to: what was heard is recorded all the same. */
function ignoreSendError(): void {}
