import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { SyslogFrames } from '../../../wire/index.ts'
import { defaultListenerLimits } from '../../listener/listener-options.ts'
import { openProblem } from '../../listener/listener-problems.ts'
import { Attendance } from '../../listener/tcp-door.ts'
import { unmapped } from '../../listener/unmapped.ts'
import type { SyslogDoor } from './datagram-door.ts'
import { type MessageIntake, sourceOf } from './message-intake.ts'
import type { SyslogLimits, SyslogPort, SyslogTls } from './syslog-options.ts'
import { syslogTlsUnusable } from './syslog-problems.ts'

/** A handshake that takes longer is given up, in milliseconds. */
const handshakeMs = 10_000

/** Who may be connected, over all ports. */
export function attendanceOf({ connections, connectionsPerPeer }: SyslogLimits): Attendance {
  return new Attendance({ ...defaultListenerLimits, maxConnections: connections, maxPerPeer: connectionsPerPeer })
}

/** Opens a port to which connections bring messages, in the clear or with TLS. Throws a Problem if it cannot. */
export async function openStreamDoor(
  at: SyslogPort,
  tls: SyslogTls | null,
  intake: MessageIntake,
  limits: SyslogLimits,
  attendance: Attendance,
): Promise<SyslogDoor> {
  const sockets = new Set<Socket>()
  const streams = new Set<MessageStream>()
  const server = tls === null ? createServer() : tlsServerOf(tls)
  const serve = (socket: Socket): void => {
    const stream = new MessageStream(socket, sourceOf(at.transport, peerOf(socket)), intake, limits)
    streams.add(stream)
    socket.once('close', () => streams.delete(stream))
  }
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket)
    socket.on('error', () => undefined)
    if (!attendance.admit(peer)) {
      const detail =
        'a connection was turned away, because as many as may be were open; what it would have brought was not read'
      intake.gaps.add({ at: sourceOf(at.transport, peer), because: 'too-many', detail })
      socket.destroy()
      return
    }
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      attendance.leave(peer)
    })
    if (tls === null) serve(socket)
  })
  server.on('secureConnection', serve)
  server.on('tlsClientError', (error: Error, socket: Socket) => {
    const detail = `the handshake of TLS failed: ${error.message.trim()}`
    intake.gaps.add({ at: sourceOf(at.transport, peerOf(socket)), because: 'connection-lost', detail })
  })
  const port = await listen(server, at)
  return {
    port,
    async close() {
      for (const stream of streams) stream.stop()
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function tlsServerOf({ cert, key, clientCa }: SyslogTls): Server {
  const clients = clientCa === null ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true }
  try {
    return createTlsServer({ cert, key, ...clients, minVersion: 'TLSv1.2', handshakeTimeout: handshakeMs })
  } catch (error) {
    throw syslogTlsUnusable(error instanceof Error ? error.message : String(error))
  }
}

async function listen(server: Server, at: SyslogPort): Promise<SyslogPort> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(openProblem(at, error)))
    server.listen({ port: at.port, host: at.address, exclusive: true }, () => resolve())
  })
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has an address')
  return { ...at, port: bound.port }
}

/** The messages of one connection, each within its time. */
class MessageStream {
  readonly #socket: Socket
  readonly #source: string
  readonly #intake: MessageIntake
  readonly #limits: SyslogLimits
  readonly #frames: SyslogFrames
  /** For the message that is under way. */
  #timer: NodeJS.Timeout | undefined
  #isOver = false

  constructor(socket: Socket, source: string, intake: MessageIntake, limits: SyslogLimits) {
    this.#socket = socket
    this.#source = source
    this.#intake = intake
    this.#limits = limits
    this.#frames = new SyslogFrames(limits.messageBytes)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => this.#hear(bytes))
    socket.once('end', () => this.#end('the connection ended'))
    socket.once('close', () => this.#end('the connection was lost'))
    socket.setTimeout(limits.idleMs, () => socket.destroy())
  }

  /** Nothing more is taken. */
  stop(): void {
    this.#end('the hunt was stopped')
  }

  #hear(bytes: Uint8Array): void {
    if (this.#isOver) return
    this.#intake.heard(bytes.length)
    const frames = this.#frames.hear(bytes)
    for (const frame of frames) this.#intake.take(this.#source, frame)
    if (frames.at(-1)?.is === 'malformed') {
      this.#isOver = true
      clearTimeout(this.#timer)
      this.#socket.destroy()
      return
    }
    this.#clock(frames.length > 0)
    if (this.#intake.untaken > 0) void this.#waitForRoom()
  }

  /** The time runs from the first octet of a message, so that whoever sends one drop by drop does not hold it for ever. */
  #clock(anew: boolean): void {
    if (anew || !this.#frames.isWithin) {
      clearTimeout(this.#timer)
      this.#timer = undefined
    }
    if (!this.#frames.isWithin) return
    const { messageMs } = this.#limits
    this.#timer ??= setTimeout(() => {
      const detail = `a message was not complete after ${messageMs / 1_000} s; the connection was ended`
      this.#intake.gaps.add({ at: this.#source, because: 'timed-out', detail })
      this.#end(null)
    }, messageMs)
  }

  /** Whoever sends faster than what is found is taken waits; the time of its message does not run meanwhile. */
  async #waitForRoom(): Promise<void> {
    this.#socket.pause()
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#intake.room()
    this.#socket.resume()
    if (!this.#isOver) this.#clock(false)
  }

  /** `why` is told of a message that is not complete; `null`: that was told. */
  #end(why: string | null): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#timer)
    for (const frame of this.#frames.end()) {
      this.#intake.take(this.#source, frame)
      if (frame.is !== 'message' || frame.whole || why === null) continue
      this.#intake.gaps.add({ at: this.#source, because: 'truncated', detail: `${why} in the middle of a message` })
    }
    this.#socket.destroy()
  }
}

function peerOf(socket: Socket): string {
  return unmapped(socket.remoteAddress ?? '')
}
