import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { openProblem } from '../../listener/listener-problems.ts'
import { unmapped } from '../../listener/unmapped.ts'
import { systemDrops } from './datagram-drops.ts'
import { type MessageIntake, sourceOf } from './message-intake.ts'
import { type SyslogLimits, type SyslogPort, showPort } from './syslog-options.ts'

/** A burst waits in the kernel, which gives what `net.core.rmem_max` allows. */
const receiveBufferBytes = 8 << 20
/** How often the system is asked what it dropped, in milliseconds. */
const askMs = 10_000

export interface SyslogDoor {
  readonly port: SyslogPort
  /** What was under way has been read, and what was lost has been told then. */
  close(): Promise<void>
}

/** Opens a port to which each datagram brings one message (RFC 5426 §3.1). Throws a Problem if it cannot. */
export async function openDatagramDoor(
  at: SyslogPort,
  intake: MessageIntake,
  limits: SyslogLimits,
): Promise<SyslogDoor> {
  const socket = createSocket({ type: isIPv6(at.address) ? 'udp6' : 'udp4', recvBufferSize: receiveBufferBytes })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error) => reject(openProblem(at, error)))
    socket.bind({ port: at.port, address: at.address, exclusive: true }, () => resolve())
  })
  const port: SyslogPort = { ...at, port: socket.address().port }
  const shown = showPort(port)
  socket.removeAllListeners('error')
  socket.on('error', (error) => {
    intake.gaps.add({ at: shown, because: 'connection-lost', detail: error.message })
  })
  let dropped = 0
  socket.on('message', (bytes, { address }) => {
    intake.heard(bytes.length)
    if (intake.untaken > limits.untaken) {
      dropped++
      return
    }
    const kept = withoutEnd(bytes.subarray(0, limits.messageBytes))
    const leftOut = Math.max(0, bytes.length - limits.messageBytes)
    if (kept.length > 0) {
      intake.take(sourceOf('udp', unmapped(address)), { is: 'message', bytes: kept, leftOut, whole: true })
    }
  })
  let bySystem = 0
  const ask = (): void => {
    const now = systemDrops(port)
    if (now !== null && now > bySystem) {
      const detail = `the system dropped ${now - bySystem} datagrams, because they came faster than they were read`
      intake.gaps.add({ at: shown, because: 'too-many', detail })
      bySystem = now
    }
  }
  const asking = setInterval(ask, askMs)
  return {
    port,
    async close() {
      clearInterval(asking)
      ask()
      if (dropped > 0) {
        const detail = `${dropped} datagrams were dropped, because what was found was not taken as fast`
        intake.gaps.add({ at: shown, because: 'too-slow', detail })
      }
      await new Promise<void>((resolve) => socket.close(() => resolve()))
    },
  }
}

/** Some senders end a datagram like a line. */
function withoutEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0)) end--
  return bytes.subarray(0, end)
}
