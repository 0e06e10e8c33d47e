import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  utimesSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { piecesOf } from '../../archive/index.ts'
import { type FixPrepared, readFixManifest } from '../../contract/index.ts'
import { problem } from '../../core/index.ts'
import { Refusal, type RefusalReason } from '../../fix/index.ts'
import { codeOf, headBytes, OpenFile } from '../scan/open-file.ts'
import { copyAttributes } from './attributes.ts'
import type { Whole } from './fix-plan.ts'
import { Folder } from './folder.ts'
import { leftoversIn, removeLeftovers, temporaryName } from './leftovers.ts'
import { systemRefusal } from './system-refusal.ts'
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
 * that is neither the old nor the new one is left alone unless forced. Throws FIX_MANIFEST_UNUSABLE.
 */
export function undoFix(manifestPath: string, { force, dryRun }: UndoOptions): UndoOutcome {
  const lines = readLines(manifestPath)
  const folder = dirname(resolve(manifestPath))
  const last = lines.filter((line) => line.is === 'prepared').reverse()
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
      const wanted = isToBeRestored(line, force)
      if (wanted && !dryRun) restore(line, join(folder, line.backup))
      return { path: line.path, is: wanted ? 'restored' : 'unchanged', because: null, detail: '' }
    } catch (error) {
      const { because, message } = systemRefusal(line.path, error)
      return { path: line.path, is: 'refused', because, detail: message }
    }
  })
  return { results, leftovers: [...leftovers] }
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

/** Whether the file is the new one. Throws Refusal `changed` if it is neither. */
function isToBeRestored({ path, before, after }: FixPrepared, force: boolean): boolean {
  const now = wholeAt(path)
  if (now?.sha256 === before.sha256) return false
  if (now?.sha256 === after?.sha256) return true
  if (force) return true
  const detail = now === null ? 'it is gone' : 'it was changed since'
  throw new Refusal('changed', `${detail}: with --force it is restored all the same`)
}

function restore({ path, before, mtimeNs, linkTo }: FixPrepared, backup: string): void {
  const folder = new Folder(dirname(path))
  const name = basename(path)
  const temporary = temporaryName('undo', 1)
  try {
    if (linkTo !== undefined && wholeAt(linkTo)?.sha256 === before.sha256) {
      linkSync(linkTo, folder.at(temporary))
      renameSync(folder.at(temporary), folder.at(name))
      folder.sync()
      return
    }
    const file = new OpenFile(backup, Buffer.alloc(headBytes))
    try {
      const fd = openSync(folder.at(temporary), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
      const whole = writeWhole(fd, piecesOf(file), (error) => systemRefusal(`the file in ${folder.path}`, error))
      if (whole.sha256 !== before.sha256) throw new Refusal('damaged', `its backup ${backup} is not what was kept`)
    } finally {
      file.close()
    }
    // What lies there was given all that the old one had; only where it is gone does the backup have to do.
    copyAttributes(isThere(folder.at(name)) ? folder.at(name) : backup, folder.at(temporary))
    settle(folder.at(temporary), mtimeNs)
    renameSync(folder.at(temporary), folder.at(name))
    folder.sync()
  } catch (error) {
    try {
      unlinkSync(folder.at(temporary))
    } catch {
      // It was not made.
    }
    throw error
  } finally {
    folder.close()
  }
}

/** The time is that of the old file, whatever happened since; and all of it is on disk. */
function settle(path: string, mtimeNs: string): void {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    if (lstatSync(path, { bigint: true }).mtimeNs !== BigInt(mtimeNs)) {
      const seconds = Number(mtimeNs) / 1e9
      utimesSync(path, seconds, seconds)
    }
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
