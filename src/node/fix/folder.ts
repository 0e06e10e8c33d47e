import { closeSync, constants, existsSync, fstatSync, fsyncSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../scan/open-file.ts'

/**
 * A folder that is held open, so that what is done in it is done in this very folder, whoever renames it or puts a link
 * in its place meanwhile. Where the system shows no open files under /proc, names are looked up by its path.
 */
export class Folder {
  readonly path: string
  readonly dev: bigint
  readonly ino: bigint
  readonly #fd: number
  readonly #byHandle: string | null

  /** A link in the last part is not followed. Throws what the system says. */
  constructor(path: string) {
    this.path = path
    this.#fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
    const { dev, ino } = fstatSync(this.#fd, { bigint: true })
    this.dev = dev
    this.ino = ino
    // By our own number, so that tools that we start find it too.
    const handle = `/proc/${process.pid}/fd/${this.#fd}`
    this.#byHandle = isHere(handle, ino) ? handle : null
  }

  /** The path by which to open something in it. */
  at(name: string): string {
    return join(this.#byHandle ?? this.path, name)
  }

  /** Puts names that were given and taken in it on disk. */
  sync(): void {
    try {
      fsyncSync(this.#fd)
    } catch (error) {
      // Some network file systems cannot, and have it on disk at once.
      if (codeOf(error) !== 'EINVAL' && codeOf(error) !== 'ENOTSUP') throw error
    }
  }

  close(): void {
    closeSync(this.#fd)
  }
}

function isHere(handle: string, ino: bigint): boolean {
  return existsSync(handle) && statSync(handle, { bigint: true }).ino === ino
}
