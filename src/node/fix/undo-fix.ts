import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  unlinkSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { piecesOf } from '../../archive/index.ts'
import { type FixPrepared, readFixManifest } from '../../contract/index.ts'
import { problem } from '../../core/index.ts'
import { Refusal, type RefusalReason } from '../../fix/index.ts'
import { recogniseClass } from '../../log4j/index.ts'
import { largestClassBytes } from '../../scan/index.ts'
import { codeOf, headBytes, OpenFile } from '../scan/open-file.ts'
import { copyAttributes, setOwnership, setWritten } from './attributes.ts'
import type { Whole } from './fix-plan.ts'
import { Folder } from './folder.ts'
import { leftoversIn, removeLeftovers, temporaryName } from './leftovers.ts'
import { systemRefusal } from './system-refusal.ts'
import { takePlace } from './take-place.ts'
import { digestOf, writeWhole } from './write-whole.ts'

export const fixManifestUnusable = problem('FIX_MANIFEST_UNUSABLE', (path: string, why: string) => ({
  message: `${path} cannot be used to undo a fix: ${why}`,
  hint: 'Give the manifest.jsonl that the fix named at its end; it lies beside the backups that it speaks of.',
}))

export interface UndoOptions {
  /** Restore files that were changed since, too: what they are now is lost. */
  readonly force: boolean
  /** Only say what would be done. */
  readonly dryRun: boolean
}

/** What became of one file of a manifest. */
export interface UndoResult {
  readonly path: string
  /** `unchanged`: it is the old one already. */
  readonly is: 'restored' | 'unchanged' | 'refused'
  readonly because: RefusalReason | null
  readonly detail: string
}

export interface UndoOutcome {
  /** The last file first. */
  readonly results: readonly UndoResult[]
  /** Files of an interrupted fix that were removed, or would be. */
  readonly leftovers: readonly string[]
}

/**
 * Restores the bytes of every file of a manifest, each as a whole or not at all; done again, it changes nothing. A file
 * that is neither the old nor the new one is left alone unless forced, and no link is followed. What lies there as the
 * fix left it keeps the rights that it has now; else they are those of the old file. Throws FIX_MANIFEST_UNUSABLE.
 */
export function undoFix(manifestPath: string, { force, dryRun }: UndoOptions): UndoOutcome {
  const lines = readLines(manifestPath)
  const folder = dirname(resolve(manifestPath))
  const failed = new Set(lines.flatMap((line) => (line.is === 'failed' ? [line.seq] : [])))
  // What failed was never the new one, and its backup was let go of: whatever it is now, another made it that.
  const isOurs = ({ seq, linkTo, backup }: FixPrepared): boolean =>
    !failed.has(seq) || (linkTo === undefined && isThere(join(folder, backup)))
  const last = lines.filter((line) => line.is === 'prepared').filter(isOurs)
  last.reverse()
  // Names of a file that has several become that file again, which has to be there.
  const prepared = [
    ...last.filter(({ linkTo }) => linkTo === undefined),
    ...last.filter(({ linkTo }) => linkTo !== undefined),
  ]
  const leftovers = new Set<string>()
  for (const line of lines) {
    if (line.is === 'opened') for (const name of leftoversBeside(line.path, dryRun)) leftovers.add(name)
  }
  const results = prepared.map((line): UndoResult => {
    try {
      return { path: line.path, is: undoOne(line, join(folder, line.backup), { force, dryRun }), ...nothingWrong }
    } catch (error) {
      const { because, message } = systemRefusal(line.path, error)
      return { path: line.path, is: 'refused', because, detail: message }
    }
  })
  return { results, leftovers: [...leftovers] }
}

const nothingWrong = { because: null, detail: '' }

function undoOne(line: FixPrepared, backup: string, { force, dryRun }: UndoOptions): 'restored' | 'unchanged' {
  const folder = openedFolder(line.path)
  try {
    const standing = standingOf(line, folder)
    if (standing === 'old') return 'unchanged'
    if (standing !== 'new' && !force) {
      const why = standing === 'gone' ? 'it is gone' : 'it was changed since the fix'
      throw new Refusal('changed', `${why}: with --force it is restored all the same`)
    }
    if (line.after === null) checkTakenAway(line, backup)
    if (!dryRun) restore(line, { folder, backup, standing })
    return 'restored'
  } finally {
    folder.close()
  }
}

/**
 * A fix takes no file away but that of a class which it recognised by its bytes. So nothing else comes to be where there
 * is none, whatever a manifest says. Throws Refusal.
 */
function checkTakenAway({ path, linkTo, removed }: FixPrepared, backup: string): void {
  const file = openedBackup(backup)
  try {
    const found = file.size > largestClassBytes ? null : recogniseClass(path, file.read(0, file.size), null)
    const name = found?.className.replaceAll('/', '.')
    if (linkTo === undefined && removed.some(({ className }) => className === name)) return
    throw new Refusal('damaged', `its backup ${backup} is not the class that the manifest says was taken away`)
  } finally {
    file.close()
  }
}

/**
 * The folder of a file, which had no link in its path when the manifest was written: whoever may put one there since
 * does not say where files of others go. Throws Refusal `changed`.
 */
function openedFolder(path: string): Folder {
  const at = dirname(path)
  let folder: Folder
  try {
    folder = new Folder(at)
  } catch (error) {
    throw systemRefusal(`its folder ${at}`, error)
  }
  const real = realpathSync(folder.at('.'))
  if (real === at) return folder
  folder.close()
  throw new Refusal('changed', `its folder is reached by a link now, and is ${real}: move it back to ${at}`)
}

function readLines(path: string) {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw fixManifestUnusable(path, error instanceof Error ? error.message : String(error))
  }
  const read = readFixManifest(text)
  if ('flaw' in read) throw fixManifestUnusable(path, read.flaw)
  return read.lines
}

type Standing = 'old' | 'new' | 'changed' | 'gone'

/** What lies there now. Where the fix took a file away, nothing is what it left. */
function standingOf({ path, before, after }: FixPrepared, folder: Folder): Standing {
  const now = wholeAt(folder.at(basename(path)))
  if (now?.sha256 === before.sha256) return 'old'
  if (now?.sha256 === after?.sha256) return 'new'
  return now === null ? 'gone' : 'changed'
}

interface Restoring {
  readonly folder: Folder
  readonly backup: string
  readonly standing: Exclude<Standing, 'old'>
}

function restore(line: FixPrepared, { folder, backup, standing }: Restoring): void {
  const { path, before, after, mtimeNs, linkTo } = line
  const name = folder.at(basename(path))
  const made = temporaryName('undo', 1)
  const temporary = folder.at(made)
  try {
    if (linkTo !== undefined && wholeAt(linkTo)?.sha256 === before.sha256) linkSync(linkTo, temporary)
    else {
      copyBackup(backup, temporary, line)
      const isAsLeft = standing === 'new' && after !== null
      copyAttributes(isAsLeft ? name : backup, temporary)
      // The disk of the backup may know no owners.
      if (!isAsLeft) setOwnership(temporary, line)
      setWritten(temporary, BigInt(mtimeNs))
      syncFile(temporary)
    }
    takePlace(folder, made, basename(path))
    folder.sync()
  } catch (error) {
    try {
      unlinkSync(temporary)
    } catch {
      // It was not made.
    }
    throw error
  }
}

/** Puts a backup's content beside the file. Throws Refusal. */
function copyBackup(backup: string, temporary: string, { path, before }: FixPrepared): void {
  const file = openedBackup(backup)
  try {
    const fd = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
    const whole = writeWhole(fd, piecesOf(file), (error) => systemRefusal(`the file in ${dirname(path)}`, error))
    if (whole.sha256 !== before.sha256) throw new Refusal('damaged', `its backup ${backup} is not what was kept`)
  } finally {
    file.close()
  }
}

function openedBackup(path: string): OpenFile {
  try {
    return new OpenFile(path, Buffer.alloc(headBytes))
  } catch (error) {
    throw systemRefusal(`its backup ${path}`, error)
  }
}

function syncFile(path: string): void {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** `null` if nothing is there. Throws ArchiveGap and Refusal. */
function wholeAt(path: string): Whole | null {
  if (!isThere(path)) return null
  const file = new OpenFile(path, Buffer.alloc(headBytes))
  try {
    return digestOf(piecesOf(file))
  } finally {
    file.close()
  }
}

function isThere(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

function leftoversBeside(path: string, dryRun: boolean): readonly string[] {
  try {
    const folder = new Folder(dirname(path))
    try {
      const names = dryRun ? leftoversIn(folder.at('.')) : removeLeftovers(folder)
      return names.map((name) => join(folder.path, name))
    } finally {
      folder.close()
    }
  } catch {
    // The folder is gone, and what was in it.
    return []
  }
}
