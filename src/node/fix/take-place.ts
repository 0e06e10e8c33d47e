import { type BigIntStats, lstatSync, renameSync, unlinkSync } from 'node:fs'
import { Refusal } from '../../fix/index.ts'
import { codeOf } from '../scan/open-file.ts'
import type { Folder } from './folder.ts'

/** Thrown where nobody knows which file lies there now: nothing may be let go of by which it could be mended. */
export class Unsettled extends Refusal {
  constructor(name: string, cause: unknown) {
    const said = cause instanceof Error ? cause.message : String(cause)
    super('failed', `whether ${name} is the new file is not known: ${said}; look at it, and undo this run`, { cause })
  }
}

/**
 * Gives a new file the name of the old one, in one step; without a new one the old one goes. A system may report an
 * error for what it did all the same, as NFS does where an answer was lost: so what lies there decides. Throws what the
 * system says where the old file is still there, and {@link Unsettled}.
 */
export function takePlace(folder: Folder, temporary: string | null, name: string): void {
  const made = temporary === null ? null : lstatSync(folder.at(temporary), { bigint: true })
  try {
    if (temporary === null) unlinkSync(folder.at(name))
    else renameSync(folder.at(temporary), folder.at(name))
  } catch (error) {
    const now = whatIs(folder, name, error)
    if (isOne(now, made)) return
    // The old one, or that of another; then the new one still has to be where it was.
    if (temporary !== null && !isOne(whatIs(folder, temporary, error), made)) throw new Unsettled(name, error)
    throw error
  }
}

/** Whether both are the same file, or both nothing. */
function isOne(one: BigIntStats | null, other: BigIntStats | null): boolean {
  return one === null || other === null ? one === other : one.dev === other.dev && one.ino === other.ino
}

function whatIs(folder: Folder, name: string, reported: unknown): BigIntStats | null {
  try {
    return lstatSync(folder.at(name), { bigint: true })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw new Unsettled(name, reported)
  }
}
