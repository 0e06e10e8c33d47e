import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'

/**
 * The address of this machine from which packets to `address` would leave, by the routing table: a UDP socket is
 * connected, which sends nothing. All of loopback is reached from its first address. Throws Error if there is no route.
 */
export async function localAddressTowards(address: string): Promise<string> {
  // A socket for each of thousands of local targets would cost more than the rest of preparing them.
  if (/^127\.\d+\.\d+\.\d+$/.test(address)) return '127.0.0.1'
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      // Port 9 (discard); any would do, because nothing is sent. What fails comes as an argument, not as an event.
      socket.connect(9, address, (error?: Error) => (error === undefined ? resolve() : reject(error)))
    })
    return socket.address().address
  } finally {
    socket.close()
  }
}
