import { readSync } from 'node:fs'
import { systemGap } from '../scan/open-file.ts'

/** Reads up to `length` bytes from `at` of a file into `into`; 0: it ends there. Throws ArchiveGap. */
export function readAt(fd: number, into: Uint8Array, at: number, length: number): number {
  try {
    return readSync(fd, into, 0, length, at)
  } catch (error) {
    throw systemGap(error)
  }
}
