import { type ListenerSettings, tokenMatcher } from '../../catch/index.ts'
import type { Endpoint } from '../../core/index.ts'
import { Hearing } from './hearing.ts'
import type { Listener, ListenerOptions } from './listener-options.ts'
import { Attendance, openTcp } from './tcp-door.ts'
import { openUdp } from './udp-door.ts'

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
  const close = async (): Promise<void> => {
    await Promise.all(doors.map((door) => door.close()))
    hearing.flush()
  }
  try {
    for (const at of options.dns) {
      const door = await openUdp(at, settings, hearing, () => socketErrors++)
      doors.push(door)
      dns.push(door.local)
      // A truncated answer is asked for again over TCP on the same port (RFC 7766).
      if (!options.tcp.some(({ address, port }) => address === at.address && port === at.port && port !== 0)) {
        await openTcpDoor(door.local)
      }
    }
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
