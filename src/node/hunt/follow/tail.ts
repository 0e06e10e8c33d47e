import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { defaultLineLimits, type LogReading } from '../../../hunt/index.ts'
import { countLines } from '../blocks.ts'
import { huntDoors } from '../doors.ts'
import { readAt } from '../read-at.ts'

/** A place in a log at which it can be read on: where a line begins, and how many end before it. */
export interface LogPosition {
  readonly offset: number
  readonly lines: number
}

/** What a file is to the system, whatever it is called. */
export interface FileIdentity {
  readonly dev: number
  readonly ino: number
}

const newline = 0x0a
/** What is compared to notice that a file was written anew, in bytes. */
const markBytes = 64
/** What is read of one file before others have their turn. */
const turnBytes = 16 * 2 ** 20
/** Behind the last line end; beyond that, a line is not waited for to know the place of its beginning. */
const nearBytes = defaultLineLimits.record

/** A file that grows: reads what was appended, and knows where to go on after a restart. */
export class Tail {
  readonly identity: FileIdentity
  readonly #fd: number
  readonly #hunt: LogReading
  readonly #onRead: (bytes: number) => void
  #at: number
  #lineStart: number
  #position: LogPosition
  /** The last bytes that were read. */
  #mark: Uint8Array

  /** `hunt` begins at `start`. Throws what the system says. */
  constructor(path: string, start: LogPosition, hunt: LogReading, onRead: (bytes: number) => void) {
    this.#fd = openSync(path, 'r')
    const { dev, ino } = fstatSync(this.#fd)
    this.identity = { dev, ino }
    this.#hunt = hunt
    this.#onRead = onRead
    this.#at = start.offset
    this.#lineStart = start.offset
    this.#position = start
    this.#mark = bytesBefore(this.#fd, start.offset)
  }

  /** The beginning of the line that is not complete yet, or one before it. */
  get position(): LogPosition {
    return this.#position
  }

  /** What was read last, to know the file by at the next start. */
  get mark(): Uint8Array {
    return bytesBefore(this.#fd, this.#position.offset)
  }

  /** Reads what was appended, as far as lines are complete. Gives how much it was. Throws ArchiveGap. */
  read(): number {
    const from = this.#at
    let isAtEnd = false
    while (this.#at - from < turnBytes) {
      const room = this.#hunt.room()
      const length = readAt(this.#fd, room, this.#at, room.length)
      isAtEnd = length === 0
      if (isAtEnd) break
      const last = huntDoors.search.last(room.subarray(0, length), newline, length - 1)
      if (last >= 0) this.#lineStart = this.#at + last + 1
      this.#at += length
      this.#hunt.take(length)
      this.#hunt.read('more')
      this.#onRead(length)
    }
    if (this.#at > from) this.#mark = bytesBefore(this.#fd, this.#at)
    if (this.#at > from && isAtEnd) {
      this.#hunt.read('idle')
      if (this.#at - this.#lineStart < nearBytes)
        this.#position = { offset: this.#lineStart, lines: this.#hunt.linesBefore(this.#lineStart) }
    }
    return this.#at - from
  }

  /** Whether it was cut, or written anew: then what was read is not what stands there now. */
  wasRewritten(): boolean {
    const { size } = fstatSync(this.#fd)
    if (size < this.#at) return true
    return size > this.#at && Buffer.compare(bytesBefore(this.#fd, this.#at), this.#mark) !== 0
  }

  /** Takes the last line for complete. */
  finish(): void {
    this.#hunt.read('ended')
  }

  close(): void {
    this.#hunt.close()
    closeSync(this.#fd)
  }
}

/** The beginning of the last line of a file, to begin there; the beginning of the file if it is not there. */
export function endOf(path: string): LogPosition {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch {
    return { offset: 0, lines: 0 }
  }
  try {
    const { size } = fstatSync(fd)
    const from = Math.max(0, size - nearBytes)
    const bytes = Buffer.alloc(size - from)
    const length = readSync(fd, bytes, 0, bytes.length, from)
    const offset = from + bytes.lastIndexOf(newline, length - 1) + 1
    const lines = offset === 0 ? 0 : countLines(fd, { index: 0, count: 1, from: 0, to: offset }, () => undefined)
    return { offset, lines }
  } finally {
    closeSync(fd)
  }
}

/** Up to {@link markBytes} before `offset`; empty where they cannot be had. */
export function bytesBefore(fd: number, offset: number): Uint8Array {
  const length = Math.min(markBytes, offset)
  const bytes = Buffer.alloc(length)
  try {
    return bytes.subarray(0, readSync(fd, bytes, 0, length, offset - length))
  } catch {
    return bytes.subarray(0, 0)
  }
}
