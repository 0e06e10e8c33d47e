import { defaultLineLimits, type LogReading } from '../../hunt/index.ts'
import { huntDoors } from './doors.ts'
import type { Block } from './protocol.ts'
import { readAt } from './read-at.ts'

const newline = 0x0a
/** What is read at a time where an end of a line is looked for. */
const stepBytes = defaultLineLimits.record
/** What is taken beyond a block: a name with line breaks in it, or a record of several lines, may go on there. */
const beyondBytes = 2 * defaultLineLimits.record

/**
 * The parts of a file that threads read at once; none has less than `blockBytes`. A log whose first line says what its
 * columns are (W3C extended, Zeek) is one part, because the others would not know them.
 */
export function blocksOf(size: number, blockBytes: number, head: Uint8Array): readonly Block[] {
  const isMarked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  const count = head[isMarked ? 3 : 0] === 0x23 ? 1 : Math.max(1, Math.floor(size / blockBytes))
  return Array.from({ length: count }, (_, index) => ({
    index,
    count,
    from: index * blockBytes,
    to: index === count - 1 ? size : (index + 1) * blockBytes,
  }))
}

/** What a reader of a block tells, and may throw ArchiveGap at, for each piece that it read. */
export type OnRead = (bytes: number) => void

/**
 * Hunts in the lines that begin in a block: from the first beginning of a line in it to the end of its last line, wherever
 * that is. `hunt` makes the hunt, given where its first line begins. Gives how many lines ended in it. Throws ArchiveGap.
 */
export function readBlock(fd: number, block: Block, hunt: (offset: number) => LogReading, onRead: OnRead): number {
  const start = firstLine(fd, block)
  if (start === null) return 0
  const hunting = hunt(start)
  try {
    return readFrom(fd, start, block, hunting, onRead)
  } finally {
    hunting.close()
  }
}

function readFrom(fd: number, start: number, block: Block, hunting: LogReading, onRead: OnRead): number {
  let at = start
  const take = (most: number): Uint8Array => {
    const room = hunting.room()
    const length = readAt(fd, room, at, Math.min(room.length, most))
    hunting.take(length)
    at += length
    return room.subarray(0, length)
  }
  let ended = false
  let lastByte = newline
  while (at < block.to) {
    const piece = take(block.to - at)
    if (piece.length === 0) return finish(hunting, at)
    onRead(piece.length)
    lastByte = piece.at(-1) ?? newline
    hunting.read('more')
  }
  let end = lastByte === newline ? at : -1
  while (end < 0) {
    const from = at
    const piece = take(stepBytes)
    if (piece.length === 0) return finish(hunting, at)
    const found = huntDoors.search.first(piece, newline, 0)
    // What lies behind the end is another block's, and counted there.
    onRead(found < 0 ? piece.length : found + 1)
    if (found < 0) hunting.read('more')
    else end = from + found + 1
  }
  while (!ended && at < end + beyondBytes) ended = take(end + beyondBytes - at).length === 0
  hunting.readTo(end)
  return hunting.linesBefore(end)
}

function finish(hunting: LogReading, end: number): number {
  hunting.read('ended')
  return hunting.linesBefore(end)
}

/** How many lines ended in a block, without looking into them: for the numbers of the lines behind it. Throws ArchiveGap. */
export function countLines(fd: number, block: Block, onRead: OnRead): number {
  const start = firstLine(fd, block)
  if (start === null) return 0
  const piece = new Uint8Array(1 << 20)
  let lines = 0
  for (let at = start; ; ) {
    const length = readAt(fd, piece, at, piece.length)
    if (length === 0) return lines
    onRead(length)
    const some = piece.subarray(0, length)
    for (let found = huntDoors.search.first(some, newline, 0); found >= 0; ) {
      lines++
      if (at + found + 1 >= block.to) return lines
      found = huntDoors.search.first(some, newline, found + 1)
    }
    at += length
  }
}

/** Where the first line begins that begins in the block; `null` if none does: then it is the middle of a long line. */
function firstLine(fd: number, { index, from, to }: Block): number | null {
  if (index === 0) return 0
  const piece = new Uint8Array(stepBytes)
  for (let at = from - 1; at < to - 1; ) {
    const length = readAt(fd, piece, at, Math.min(piece.length, to - 1 - at))
    if (length === 0) return null
    const found = huntDoors.search.first(piece.subarray(0, length), newline, 0)
    if (found >= 0) return at + found + 1
    at += length
  }
  return null
}
