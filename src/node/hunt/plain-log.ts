import type { LogReading } from '../../hunt/index.ts'
import type { OnRead } from './blocks.ts'
import { readAt } from './read-at.ts'
import { asUtf8, type Utf16 } from './utf16.ts'
import { WindowFiller } from './window-filler.ts'

/**
 * Reads a file of lines, right into the window of a hunt. `size`: how much there was when it was opened; what is appended
 * meanwhile is left for the next time; 0 where the system does not say, as under /proc. Gives how much was read. What was
 * read before something goes wrong has been looked into. Throws ArchiveGap.
 */
export function readPlain(fd: number, size: number, hunt: LogReading, onRead: OnRead): number {
  let at = 0
  try {
    while (size === 0 || at < size) {
      const room = hunt.room()
      const length = readAt(fd, room, at, size === 0 ? room.length : Math.min(room.length, size - at))
      if (length === 0) break
      at += length
      hunt.take(length)
      hunt.read('more')
      onRead(length)
    }
    return at
  } finally {
    hunt.read('ended')
    hunt.close()
  }
}

/** The same for a file in UTF-16. */
export function readUtf16(fd: number, size: number, written: Utf16, hunt: LogReading, onRead: OnRead): number {
  const filler = new WindowFiller(hunt)
  const piece = new Uint8Array(1 << 20)
  let at = 0
  function* pieces(): Generator<Uint8Array, void, undefined> {
    while (at < size) {
      const length = readAt(fd, piece, at, Math.min(piece.length, size - at))
      if (length === 0) return
      at += length
      onRead(length)
      yield piece.subarray(0, length)
    }
  }
  try {
    for (const text of asUtf8(pieces(), written)) filler.write(text)
    return at
  } finally {
    filler.end()
  }
}
