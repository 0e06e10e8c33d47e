import { accessSync, type BigIntStats, closeSync, constants, lstatSync, openSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { Refusal } from '../../fix/index.ts'
import { codeOf } from '../scan/open-file.ts'
import { Folder } from './folder.ts'
import { systemRefusal } from './system-refusal.ts'

/** A file as it was when the plan was made: with any of it changed, it is another file. */
export interface Original {
  /** Absolute, links followed. */
  readonly path: string
  readonly name: string
  readonly folder: { readonly path: string; readonly dev: bigint; readonly ino: bigint }
  readonly dev: bigint
  readonly ino: bigint
  readonly size: bigint
  readonly mtimeNs: bigint
  readonly ctimeNs: bigint
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly names: number
}

/** Takes note of a file. `path` is absolute, with all links followed. Throws Refusal. */
export function originalAt(path: string): Original {
  try {
    const folder = new Folder(dirname(path))
    try {
      const name = basename(path)
      const stat = lstatSync(folder.at(name), { bigint: true })
      if (!stat.isFile()) throw new Refusal('changed', 'it is no plain file any more')
      const { dev, ino, size, mtimeNs, ctimeNs } = stat
      return {
        path,
        name,
        folder: { path: folder.path, dev: folder.dev, ino: folder.ino },
        ...{ dev, ino, size, mtimeNs, ctimeNs },
        mode: Number(stat.mode & 0o7777n),
        uid: Number(stat.uid),
        gid: Number(stat.gid),
        names: Number(stat.nlink),
      }
    } finally {
      folder.close()
    }
  } catch (error) {
    throw systemRefusal(path, error)
  }
}

/** Whether it is still that file, untouched. */
export function isSame(original: Original, stat: BigIntStats): boolean {
  return isSameContent(original, stat) && stat.ctimeNs === original.ctimeNs
}

/** The same, where another of its names may have gone, which its time of change tells. */
export function isSameContent({ dev, ino, size, mtimeNs }: Original, stat: BigIntStats): boolean {
  return stat.isFile() && stat.dev === dev && stat.ino === ino && stat.size === size && stat.mtimeNs === mtimeNs
}

/**
 * Looks, without changing anything, whether a file may be replaced: that its folder may be written to and nothing
 * forbids it altogether. Throws Refusal `not-writable`.
 */
export function checkReplaceable({ path, folder }: Original): void {
  try {
    accessSync(folder.path, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw systemRefusal(folder.path, error)
  }
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK))
  } catch (error) {
    // A mode without the right to write does not keep it from being replaced; immutability and read-only disks do.
    if (codeOf(error) === 'EPERM' || codeOf(error) === 'EROFS') throw systemRefusal(path, error)
  }
}
