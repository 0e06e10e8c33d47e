import type { Hunt } from '../hunt-under-way.ts'
import { type LiveDoors, type LiveOptions, liveHunt, untilAborted } from '../live-hunt.ts'
import { openDatagramDoor, type SyslogDoor } from './datagram-door.ts'
import { systemDrops } from './datagram-drops.ts'
import { MessageIntake } from './message-intake.ts'
import { attendanceOf, openStreamDoor } from './stream-door.ts'
import { defaultSyslogLimits, type SyslogRequest, showPort } from './syslog-options.ts'
import { syslogTlsUnusable } from './syslog-problems.ts'

/**
 * Hunts in what is sent by syslog, until `options.signal` is aborted. What it could not take, or not as it was sent, is a
 * gap: the first of each sender at once, the number of them at the end.
 *
 * Throws, when it is iterated: SYSLOG_TLS_UNUSABLE, and the Problems of ports that do not open.
 */
export function listenSyslog(request: SyslogRequest, options: LiveOptions = {}): Hunt {
  return liveHunt(options, (doors) => listen(request, doors))
}

async function listen(request: SyslogRequest, live: LiveDoors): Promise<void> {
  const limits = { ...defaultSyslogLimits, ...request.limits }
  const intake = new MessageIntake(live)
  const attendance = attendanceOf(limits)
  const doors: SyslogDoor[] = []
  try {
    for (const port of request.ports) {
      if (port.transport === 'udp') doors.push(await openDatagramDoor(port, intake, limits))
      else if (port.transport === 'tcp') doors.push(await openStreamDoor(port, null, intake, limits, attendance))
      else if (request.tls === null) throw syslogTlsUnusable('there is no certificate')
      else doors.push(await openStreamDoor(port, request.tls, intake, limits, attendance))
    }
    live.record.count('logs', doors.length)
    const ports = doors.map(({ port }) => port)
    request.onOpen?.(ports)
    for (const port of ports) {
      if (port.transport !== 'udp' || systemDrops(port) !== null) continue
      live.told.note(`how many datagrams the system dropped for ${showPort(port)} is not known on this system`)
    }
    await untilAborted(live.signal)
  } finally {
    for (const door of doors) await door.close()
    intake.gaps.end()
    if (doors.length > 0) live.told.note(`${intake.count} messages of syslog were read`)
  }
}
