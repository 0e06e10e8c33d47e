import { closeSync, mkdtempSync, openSync, readSync, rmdirSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArchiveGap } from '../../archive/index.ts'
import type { SpooledBytes } from '../../scan/index.ts'
import { codeOf } from './open-file.ts'

/**
 * Puts a stream into a temporary file that has no name any more once it is open, so that nothing of it stays
 * whatever ends this process. Throws ArchiveGap `too-large` beyond `limit` bytes, or where the disk is full.
 */
export function spoolToFile(pieces: Iterable<Uint8Array>, limit: number): SpooledBytes {
  const fd = openNameless()
  let size = 0
  try {
    for (const piece of pieces) {
      if (size + piece.length > limit) throw new ArchiveGap('too-large', `it has more than ${limit} bytes, unpacked`)
      for (let at = 0; at < piece.length; ) at += writeSync(fd, piece, at, piece.length - at, size + at)
      size += piece.length
    }
  } catch (error) {
    closeSync(fd)
    throw codeOf(error) === 'ENOSPC'
      ? new ArchiveGap('too-large', `no room for it in ${tmpdir()}: set TMPDIR to a larger disk`)
      : error
  }
  let open = true
  return {
    size,
    read(offset, length) {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
      let have = 0
      while (have < buffer.length) {
        const got = readSync(fd, buffer, have, buffer.length - have, offset + have)
        if (got === 0) break
        have += got
      }
      return buffer.subarray(0, have)
    },
    close() {
      if (open) closeSync(fd)
      open = false
    },
  }
}

function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-'))
  const path = join(folder, 'spool')
  const fd = openSync(path, 'wx+', 0o600)
  unlinkSync(path)
  rmdirSync(folder)
  return fd
}
