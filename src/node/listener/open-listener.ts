import { type ListenerSettings, tokenMatcher } from '../../catch/index.ts'
import type { Endpoint } from '../../core/index.ts'
import { Hearing } from './hearing.ts'
import type { Listener, ListenerOptions } from './listener-options.ts'
import { Attendance, openTcp } from './tcp-door.ts'
import { openUdp } from './udp-door.ts'

/** How many free ports are tried until one is free for UDP and TCP alike. */
const mostAttempts = 20

/**
 * Opens every port of a callback listener; if one cannot be opened, none stays open. Throws a Problem that names
 * the port and what to do.
 */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { zone, publicAddresses, seals, recorder, limits, clock } = options
  const matcher = tokenMatcher(seals)
  const settings: ListenerSettings = {
    zone,
    publicAddresses,
    mayGoOn: (name) => matcher.mayGoOn(name),
    maxMessageBytes: limits.maxMessageBytes,
  }
  const hearing = new Hearing(matcher, recorder, clock)
  const attendance = new Attendance(limits)
  const doors: { readonly local: Endpoint; close(): Promise<void> }[] = []
  const dns: Endpoint[] = []
  const tcp: Endpoint[] = []
  let socketErrors = 0
  const openTcpDoor = async (at: Endpoint): Promise<Endpoint> => {
    const door = await openTcp(at, settings, limits, hearing, attendance)
    doors.push(door)
    return door.local
  }
  const openUdpDoor = async (at: Endpoint): Promise<Endpoint> => {
    const door = await openUdp(at, settings, hearing, () => socketErrors++)
    doors.push(door)
    return door.local
  }
  /** DNS by UDP and, because a truncated answer is asked for again that way (RFC 7766), by TCP on the same port. */
  const openDns = async (at: Endpoint): Promise<Endpoint> => {
    const sharesTcp = options.tcp.some(({ address, port }) => address === at.address && port === at.port && port !== 0)
    for (let attempt = 1; ; attempt++) {
      const local = await openUdpDoor(at)
      if (sharesTcp) return local
      try {
        await openTcpDoor(local)
        return local
      } catch (error) {
        // The system gave a port that is free for UDP; for TCP somebody else may have it, so another is asked for.
        if (at.port !== 0 || attempt === mostAttempts) throw error
        await doors.pop()?.close()
      }
    }
  }
  const close = async (): Promise<void> => {
    await Promise.all(doors.map((door) => door.close()))
    hearing.flush()
  }
  try {
    for (const at of options.dns) dns.push(await openDns(at))
    for (const at of options.tcp) tcp.push(await openTcpDoor(at))
  } catch (error) {
    await close()
    throw error
  }
  return {
    dns,
    tcp,
    subscribe: (hear) => hearing.subscribe(hear),
    stats: () => ({
      byChannel: { ...hearing.byChannel },
      withToken: hearing.withToken,
      shed: { ...attendance.shed },
      openConnections: attendance.open,
      socketErrors,
    }),
    close,
  }
}
