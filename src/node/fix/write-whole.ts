import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, writeSync } from 'node:fs'
import type { Whole } from './fix-plan.ts'

/** Writes all that comes in pieces to an open file, has it on disk, and closes it. Throws what the system says. */
export function writeWhole(fd: number, pieces: Iterable<Uint8Array>): Whole {
  const hash = createHash('sha256')
  let size = 0
  try {
    for (const piece of pieces) {
      hash.update(piece)
      for (let at = 0; at < piece.length; ) at += writeSync(fd, piece, at, piece.length - at)
      size += piece.length
    }
    fsyncSync(fd)
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
