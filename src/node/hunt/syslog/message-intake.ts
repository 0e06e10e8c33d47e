import type { SyslogFrame } from '../../../wire/index.ts'
import type { LiveDoors } from '../live-hunt.ts'
import { RepeatedGaps } from './repeated-gaps.ts'
import type { SyslogTransport } from './syslog-options.ts'

/** Takes messages of all ports, and counts what was taken. */
export class MessageIntake {
  readonly gaps: RepeatedGaps
  #count = 0
  readonly #doors: LiveDoors

  constructor(doors: LiveDoors) {
    this.#doors = doors
    this.gaps = new RepeatedGaps((gap) => doors.told.gap(gap))
  }

  get count(): number {
    return this.#count
  }

  /** Findings that nobody has taken yet. */
  get untaken(): number {
    return this.#doors.queue.untaken
  }

  /** Resolves when more may be taken. */
  room(): Promise<void> {
    this.#doors.told.flush()
    return this.#doors.queue.room()
  }

  /** Octets as they came, whatever they are. */
  heard(size: number): void {
    this.#doors.record.count('bytes', size)
  }

  /** `source` is as {@link sourceOf} has it. */
  take(source: string, frame: SyslogFrame): void {
    if (frame.is === 'malformed') {
      const detail = `${frame.detail}; the connection was ended, and what else was in it was not read`
      this.gaps.add({ at: source, because: 'malformed', detail })
      return
    }
    const { bytes, leftOut, whole } = frame
    this.#count++
    this.#doors.record.count('unpackedBytes', bytes.length)
    this.#doors.messages.read({ source, identity: null, bytes, cut: leftOut > 0 || !whole, when: null })
    if (leftOut > 0) {
      const detail = `a message of ${bytes.length + leftOut} octets: the last ${leftOut} were not read`
      this.gaps.add({ at: source, because: 'too-large', detail })
    }
  }
}

/** Who sent, without the port: the next connection has another. */
export function sourceOf(transport: SyslogTransport, address: string): string {
  return `syslog:${transport}:${address}`
}
