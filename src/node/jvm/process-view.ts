import { closeSync, openSync, readdirSync, readlinkSync, readSync, type Stats, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { codeOf } from '../scan/open-file.ts'

/** Texts of /proc beyond this are cut, in bytes: maps of the largest JVMs have some megabytes. */
const largestText = 64 * 2 ** 20

/** What one process shows of itself under /proc. Whatever is not there or not allowed is `null` or empty. */
export class ProcessView {
  readonly pid: number
  readonly folder: string
  /** Whether something was withheld for lack of rights. */
  denied = false

  constructor(proc: string, pid: number) {
    this.pid = pid
    this.folder = join(proc, String(pid))
  }

  bytes(name: string): Uint8Array | null {
    return this.#try(() => readAll(join(this.folder, name)))
  }

  text(name: string): string | null {
    const bytes = this.bytes(name)
    return bytes === null ? null : new TextDecoder('utf-8').decode(bytes)
  }

  link(name: string): string | null {
    return this.#try(() => readlinkSync(join(this.folder, name)))
  }

  list(name: string): readonly string[] {
    return this.#try(() => readdirSync(join(this.folder, name))) ?? []
  }

  stat(name: string): Stats | null {
    return this.#try(() => statSync(join(this.folder, name)))
  }

  /** Of a path as the process sees it: where we open it, links followed as the process would; `null` if it is not there. */
  locate(path: string): { readonly path: string; readonly readFrom: string; readonly stat: Stats } | null {
    return this.#try(() => {
      const real = followLinks(join(this.folder, 'root'), path)
      const readFrom = join(this.folder, 'root', real)
      return { path: real, readFrom, stat: statSync(readFrom) }
    })
  }

  #try<T>(read: () => T): T | null {
    try {
      return read()
    } catch (error) {
      if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM') this.denied = true
      return null
    }
  }
}

/** As many as Linux follows (path_resolution(7)). */
const mostLinks = 40

/**
 * A path with all links followed inside of `root`. The system would follow an absolute link to our own root, and so
 * show us another file than the process has. Throws what the system says.
 */
function followLinks(root: string, path: string): string {
  let left = mostLinks
  const waiting = path.split('/').reverse()
  let at = '/'
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (part === '' || part === '.') continue
    if (part === '..') {
      at = dirname(at)
      continue
    }
    const next = join(at, part)
    const target = linkTarget(join(root, next))
    if (target === null) at = next
    else if (--left < 0) throw new Error('its links lead in a circle')
    else {
      if (target.startsWith('/')) at = '/'
      waiting.push(...target.split('/').reverse())
    }
  }
  return at
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch (error) {
    if (codeOf(error) === 'EINVAL') return null
    throw error
  }
}

/** Files of /proc have no size; they are read until they end. */
function readAll(path: string): Uint8Array {
  const fd = openSync(path, 'r')
  try {
    const pieces: Buffer[] = []
    let size = 0
    while (size < largestText) {
      const piece = Buffer.allocUnsafe(65_536)
      const got = readSync(fd, piece, 0, piece.length, null)
      if (got === 0) break
      pieces.push(piece.subarray(0, got))
      size += got
    }
    return Buffer.concat(pieces)
  } finally {
    closeSync(fd)
  }
}
