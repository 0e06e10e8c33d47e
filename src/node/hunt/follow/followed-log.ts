import { statSync } from 'node:fs'
import { archiveFormats } from '../../../archive/index.ts'
import { instantOfEpoch } from '../../../core/index.ts'
import type { Readings } from '../../../hunt/index.ts'
import { gapOf } from '../../../scan/index.ts'
import { headBytes, OpenFile, systemGap } from '../../scan/open-file.ts'
import type { LiveJoining } from '../live-joining.ts'
import { isPacked } from '../nested-hunt.ts'
import type { ThreadRecord } from '../shared-counts.ts'
import type { ToldEvents } from '../told-events.ts'
import { utf16HeadBytes, utf16Of } from '../utf16.ts'
import type { FollowedPosition } from './follow-state.ts'
import { resume } from './resume.ts'
import { endOf, type LogPosition, Tail } from './tail.ts'

/** How long a file that was rotated away is read on, for programs that still have it open, in milliseconds. */
const retiringMs = 10_000

export interface FollowDoors {
  readonly told: ToldEvents
  readonly joining: LiveJoining
  readonly readings: Readings
  readonly record: ThreadRecord
}

interface Retiring {
  readonly tail: Tail
  quietSince: number
}

const beginning: LogPosition = { offset: 0, lines: 0 }

/**
 * A log by its name, whichever file that is: what is appended is read, also when the file is renamed and a new one takes its
 * name, or when it is copied and cut.
 */
export class FollowedLog {
  readonly path: string
  readonly #doors: FollowDoors
  #tail: Tail | null = null
  #retiring: Retiring[] = []
  /** What was told of it last, so that it is told once. */
  #trouble = ''

  constructor(path: string, doors: FollowDoors, saved: FollowedPosition | undefined, fromEnd: boolean) {
    this.path = path
    this.#doors = doors
    if (saved !== undefined) this.#resume(saved)
    else if (fromEnd) this.#open(path, endOf(path))
  }

  /** Reads what was appended since the last time. Gives whether there was anything. */
  poll(now: number): boolean {
    const before = this.#retiring.some((each) => this.#pollRetiring(each, now))
    this.#retiring = this.#retiring.filter((each) => !this.#isOver(each, now))
    if (this.#tail === null) this.#open(this.path, beginning)
    if (this.#tail?.wasRewritten() === true) this.#beginAnew(this.#tail)
    if (this.#tail === null) return before
    const read = this.#read(this.#tail)
    this.#noticeRotation(this.#tail, now)
    return read || before
  }

  /** Where to go on after a restart; `null` if there is no file now. */
  position(now: number): FollowedPosition | null {
    if (this.#tail === null) return null
    const { identity, position, mark } = this.#tail
    return { path: this.path, ...identity, ...position, mark: Buffer.from(mark).toString('hex'), savedAt: now }
  }

  /** `whole`: the last line is read although it may not be complete. */
  close(whole: boolean): void {
    for (const { tail } of this.#retiring) finish(tail)
    this.#retiring = []
    if (this.#trouble === 'vanished')
      this.#doors.told.gap({ at: this.path, because: 'vanished', detail: 'it was never there' })
    if (whole) this.#tail?.finish()
    this.#tail?.close()
    this.#tail = null
  }

  #resume(saved: FollowedPosition): void {
    const { files, gaps } = resume(this.path, saved)
    for (const gap of gaps) this.#doors.told.gap(gap)
    for (const { path, start } of files) {
      this.#retire(Date.now())
      this.#open(path, start)
    }
  }

  #retire(now: number): void {
    if (this.#tail !== null) this.#retiring.push({ tail: this.#tail, quietSince: now })
    this.#tail = null
  }

  #pollRetiring(each: Retiring, now: number): boolean {
    const read = this.#read(each.tail)
    if (read) each.quietSince = now
    return read
  }

  #isOver({ tail, quietSince }: Retiring, now: number): boolean {
    if (now - quietSince < retiringMs) return false
    finish(tail)
    return true
  }

  #read(tail: Tail): boolean {
    try {
      return tail.read() > 0
    } catch (error) {
      this.#tell(gapOf(error))
      return false
    }
  }

  #beginAnew(tail: Tail): void {
    const detail = 'it was cut or written anew; what was appended in the last moments before may not have been read'
    this.#doors.told.gap({ at: this.path, because: 'changed', detail })
    finish(tail)
    this.#tail = null
    this.#open(this.path, beginning)
  }

  #noticeRotation(tail: Tail, now: number): void {
    const stat = statSync(this.path, { throwIfNoEntry: false })
    // Between being renamed and being made anew there is none for a moment.
    if (stat === undefined || (stat.dev === tail.identity.dev && stat.ino === tail.identity.ino)) return
    this.#retire(now)
    this.#open(this.path, beginning)
  }

  #open(path: string, start: LogPosition): void {
    try {
      const unread = whyNotFollowed(path)
      if (unread !== null) return this.#tell({ because: 'unsupported', detail: unread })
      const source = { source: this.path, relative: this.path, around: instantOfEpoch(Date.now()), start }
      const hunt = this.#doors.joining.reading(source, this.#doors.readings)
      this.#tail = new Tail(path, start, hunt, (bytes) => {
        this.#doors.record.count('bytes', bytes)
        this.#doors.record.count('unpackedBytes', bytes)
      })
      this.#doors.record.count('logs')
      this.#trouble = ''
    } catch (error) {
      this.#tell(gapOf(error instanceof Error && error.name === 'ArchiveGap' ? error : systemGap(error)))
    }
  }

  /** Once for each kind of trouble: it is tried again all the time. */
  #tell({ because, detail }: ReturnType<typeof gapOf>): void {
    if (this.#trouble === because) return
    this.#trouble = because
    // A file that is not there yet is waited for.
    if (because !== 'vanished') this.#doors.told.gap({ at: this.path, because, detail })
  }
}

function finish(tail: Tail): void {
  tail.finish()
  tail.close()
}

/** What cannot be followed; `null` if it can. Throws ArchiveGap. */
function whyNotFollowed(path: string): string | null {
  const file = new OpenFile(path, Buffer.alloc(headBytes), true)
  try {
    const head = file.head.subarray(0, utf16HeadBytes)
    if (isPacked(head, archiveFormats)) return 'it is packed, and cannot be followed: hunt in it without --follow'
    return utf16Of(head) === null ? null : 'it is written in UTF-16, which is not followed: hunt in it without --follow'
  } finally {
    file.close()
  }
}
