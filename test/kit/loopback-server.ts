import { createServer, type Server, type Socket } from 'node:net'

/** A server on a free loopback port that does to each connection what the test says. */
export interface LoopbackServer {
  readonly port: number
  /** Closes it and every connection. */
  close(): void
}

/** `server` may be one of another protocol, such as TLS, that hears of its own connections by itself. */
export async function openLoopbackServer(
  onConnection: (socket: Socket) => void,
  server: Server = createServer(),
): Promise<LoopbackServer> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)))
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
