import { closeSync, fstatSync, openSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Gap } from '../../../core/index.ts'
import type { FollowedPosition } from './follow-state.ts'
import { bytesBefore, type LogPosition } from './tail.ts'

/** A file to be read from somewhere on. */
export interface Resumed {
  readonly path: string
  readonly start: LogPosition
}

/** Where to go on with a log that was followed before: the file it was then, if it was rotated since; then the one it is now. */
export interface Resumption {
  readonly files: readonly Resumed[]
  readonly gaps: readonly Gap[]
}

const beginning: LogPosition = { offset: 0, lines: 0 }

/** What happened to a log while nobody followed it. Throws nothing. */
export function resume(path: string, saved: FollowedPosition): Resumption {
  const now: Resumed = { path, start: beginning }
  if (isSame(path, saved)) {
    if (hasMark(path, saved)) return { files: [{ path, start: saved }], gaps: [] }
    const detail = `it was cut or written anew while nobody followed it, after byte ${saved.offset}`
    return { files: [now], gaps: [{ at: path, because: 'changed', detail }] }
  }
  const siblings = siblingsOf(path)
  const before = siblings.find((each) => isSame(each, saved) && hasMark(each, saved))
  const later = siblings
    .filter((each) => each !== before && each !== path && modifiedAt(each) > saved.savedAt)
    .map((at): Gap => {
      const detail = 'it may have been written while nobody followed: hunt in it by its name'
      return { at, because: 'not-attempted', detail }
    })
  if (before !== undefined) return { files: [{ path: before, start: saved }, now], gaps: later }
  const detail = `the file that was followed to byte ${saved.offset} is gone; what was appended to it was not read`
  return { files: [now], gaps: [{ at: path, because: 'vanished', detail }, ...later] }
}

function isSame(path: string, { dev, ino }: FollowedPosition): boolean {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat?.isFile() === true && stat.dev === dev && stat.ino === ino
}

/** Whether what stands before the position is what stood there then. */
function hasMark(path: string, { offset, mark }: FollowedPosition): boolean {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch {
    return false
  }
  try {
    return fstatSync(fd).size >= offset && Buffer.from(bytesBefore(fd, offset)).toString('hex') === mark
  } finally {
    closeSync(fd)
  }
}

/** Files whose names begin as the log's: `access.log.1`, `access.log-20211210.gz`, `access.2021-12-10.log` too. */
function siblingsOf(path: string): readonly string[] {
  const folder = dirname(path)
  const stem = basename(path).replace(/\.[^.]*$/, '')
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith(stem))
      .map((name) => join(folder, name))
      .filter((each) => statSync(each, { throwIfNoEntry: false })?.isFile() === true)
  } catch {
    return []
  }
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
