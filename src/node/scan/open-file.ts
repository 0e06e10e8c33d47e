import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { ArchiveGap, type Bytes } from '../../archive/index.ts'
import type { GapReason } from '../../core/index.ts'

/** A path as the system has it: text, or bytes where those are no UTF-8. */
export type FsPath = string | Buffer

/** Long enough to recognise all but disc images, and to hold half of all files whole. */
export const headBytes = 4_096

/**
 * Never follows a link in its last part, never waits for a FIFO's other end, and becomes no controlling terminal:
 * whatever takes a file's place between being listed and being opened.
 */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY

/** An open file with its beginning already read. */
export class OpenFile implements Bytes {
  readonly fd: number
  /** Up to {@link headBytes} of it; overwritten when the next file is opened. */
  readonly head: Uint8Array
  #size: number
  #sized: boolean
  #copied: Uint8Array | null = null

  /** `buffer` takes the head. Throws ArchiveGap. */
  constructor(path: FsPath, buffer: Buffer, follow = false) {
    try {
      this.fd = openSync(path, follow ? flags & ~constants.O_NOFOLLOW : flags)
    } catch (error) {
      throw systemGap(error)
    }
    try {
      const length = readSync(this.fd, buffer, 0, headBytes, 0)
      this.head = buffer.subarray(0, length)
      this.#size = length
      this.#sized = length < headBytes
    } catch (error) {
      closeSync(this.fd)
      throw systemGap(error)
    }
  }

  get size(): number {
    if (!this.#sized) {
      this.#size = fstatSync(this.fd).size
      this.#sized = true
    }
    return this.#size
  }

  read(offset: number, length: number): Uint8Array {
    const wanted = Math.max(0, Math.min(length, this.size - offset))
    if (offset + wanted <= this.head.length) {
      // What is given away stays valid, and the head's buffer is used again.
      this.#copied ??= new Uint8Array(this.head)
      return this.#copied.subarray(offset, offset + wanted)
    }
    const buffer = Buffer.allocUnsafe(wanted)
    let have = 0
    try {
      while (have < wanted) {
        const got = readSync(this.fd, buffer, have, wanted - have, offset + have)
        if (got === 0) throw new ArchiveGap('changed', `it became shorter while it was read, at ${offset + have} bytes`)
        have += got
      }
    } catch (error) {
      throw error instanceof ArchiveGap ? error : systemGap(error)
    }
    return buffer
  }

  close(): void {
    closeSync(this.fd)
  }
}

/** What the system said, as a gap. */
export function systemGap(error: unknown): ArchiveGap {
  const code = codeOf(error)
  return new ArchiveGap(reasons[code] ?? 'not-readable', said[code] ?? (code === '' ? String(error) : code), {
    cause: error,
  })
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

const reasons: Readonly<Record<string, GapReason>> = { ENOENT: 'vanished', ENOTDIR: 'vanished', ESTALE: 'vanished' }

const said: Readonly<Record<string, string>> = {
  EACCES: 'permission denied: run as a user who may read it',
  EPERM: 'operation not permitted: run as a user who may read it',
  ENOENT: 'it is not there',
  ELOOP: 'it is a symbolic link, or one that leads in a circle',
  EIO: 'the device reported an error (EIO)',
  ENXIO: 'it is a device or a socket',
  ENAMETOOLONG: 'its path is longer than the system allows',
  EMFILE: 'too many files are open: raise the limit (ulimit -n)',
  ESTALE: 'the file server no longer knows it (ESTALE)',
}
