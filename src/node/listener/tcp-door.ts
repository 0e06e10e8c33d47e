import { createServer, type Server, type Socket } from 'node:net'
import { type Conversation, type ListenerSettings, openConversation, type Sighting } from '../../catch/index.ts'
import type { Endpoint } from '../../core/index.ts'
import type { Hearing, Line } from './hearing.ts'
import type { ListenerLimits, ShedReason } from './listener-options.ts'
import { openProblem } from './listener-problems.ts'
import { unmapped } from './unmapped.ts'

/** Who is connected over all TCP ports of a listener, and how many were turned away. */
export class Attendance {
  open = 0
  readonly shed: Record<ShedReason, number> = { connections: 0, 'per-peer': 0, idle: 0, 'total-time': 0 }
  readonly #limits: ListenerLimits
  readonly #byPeer = new Map<string, number>()

  constructor(limits: ListenerLimits) {
    this.#limits = limits
  }

  /** `false` if the connection is one too many; it was counted. */
  admit(address: string): boolean {
    const fromPeer = this.#byPeer.get(address) ?? 0
    if (this.open >= this.#limits.maxConnections) this.shed.connections++
    else if (fromPeer >= this.#limits.maxPerPeer) this.shed['per-peer']++
    else {
      this.open++
      this.#byPeer.set(address, fromPeer + 1)
      return true
    }
    return false
  }

  leave(address: string): void {
    this.open--
    const left = (this.#byPeer.get(address) ?? 1) - 1
    if (left === 0) this.#byPeer.delete(address)
    else this.#byPeer.set(address, left)
  }
}

export interface TcpDoor {
  readonly local: Endpoint
  close(): Promise<void>
}

/** Opens one TCP port for any protocol. Throws a Problem if it cannot. */
export async function openTcp(
  at: Endpoint,
  settings: ListenerSettings,
  limits: ListenerLimits,
  hearing: Hearing,
  attendance: Attendance,
): Promise<TcpDoor> {
  const sockets = new Set<Socket>()
  let local = at
  const server: Server = createServer({ noDelay: true }, (socket) => {
    const peer: Endpoint = { address: unmapped(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 }
    socket.on('error', () => undefined)
    if (!attendance.admit(peer.address)) {
      socket.destroy()
      return
    }
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      attendance.leave(peer.address)
    })
    converse(socket, { transport: 'tcp', peer, local }, openConversation(settings, peer), limits, hearing, attendance)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(openProblem(at, error)))
    server.listen({ port: at.port, host: at.address, exclusive: true }, () => resolve())
  })
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has an address')
  local = { address: at.address, port: bound.port }
  return {
    local,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function pauseUntilDrained(socket: Socket): void {
  socket.pause()
  socket.once('drain', () => socket.resume())
}

/** Holds one conversation: what is seen is recorded before it is answered, and its end is recorded too. */
function converse(
  socket: Socket,
  line: Line,
  conversation: Conversation,
  limits: ListenerLimits,
  hearing: Hearing,
  attendance: Attendance,
): void {
  let over = false
  const finish = (why: ShedReason | null): void => {
    if (over) return
    over = true
    clearTimeout(timer)
    if (why !== null) attendance.shed[why]++
    const left: readonly Sighting[] = conversation.end()
    hearing.take(line, left, () => socket.destroy())
  }
  const timer = setTimeout(() => finish('total-time'), limits.totalMs)
  socket.setTimeout(limits.idleMs, () => finish('idle'))
  socket.on('data', (bytes: Buffer) => {
    if (over) return
    const { saw, write, close } = conversation.hear(bytes)
    if (saw.length === 0 && write === null && !close) return
    hearing.take(line, saw, () => {
      // A peer that asks and does not read waits for itself: nothing more is read until it has taken our answers.
      if (write !== null && !socket.destroyed && !socket.write(write)) pauseUntilDrained(socket)
      if (close) endAfterWriting()
    })
  })
  const endAfterWriting = (): void => {
    if (over) return
    over = true
    clearTimeout(timer)
    hearing.take(line, conversation.end(), () => socket.destroySoon())
  }
  socket.once('end', () => finish(null))
  socket.once('close', () => finish(null))
}
