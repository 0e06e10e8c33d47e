import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, writeSync } from 'node:fs'
import type { Whole } from './fix-plan.ts'

/**
 * Writes all that comes in pieces to an open file, has it on disk, and closes it. What the system says of writing is
 * thrown as `refused` has it; what comes of the pieces themselves, as it is.
 */
export function writeWhole(fd: number, pieces: Iterable<Uint8Array>, refused: (error: unknown) => Error): Whole {
  const hash = createHash('sha256')
  let size = 0
  const write = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      throw refused(error)
    }
  }
  try {
    for (const piece of pieces) {
      hash.update(piece)
      write(() => {
        for (let at = 0; at < piece.length; ) at += writeSync(fd, piece, at, piece.length - at)
      })
      size += piece.length
    }
    write(() => fsyncSync(fd))
  } finally {
    closeSync(fd)
  }
  return { size, sha256: hash.digest('hex') }
}

/** Length and digest of what comes in pieces. */
export function digestOf(pieces: Iterable<Uint8Array>): Whole {
  const hash = createHash('sha256')
  let size = 0
  for (const piece of pieces) {
    hash.update(piece)
    size += piece.length
  }
  return { size, sha256: hash.digest('hex') }
}
