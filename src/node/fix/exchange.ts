import { type BigIntStats, closeSync, constants, fsyncSync, linkSync, lstatSync, openSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type ArchiveTools, piecesOf } from '../../archive/index.ts'
import type { FixManifestLine, FixPrepared } from '../../contract/index.ts'
import { flawIn, Refusal } from '../../fix/index.ts'
import { headBytes, OpenFile } from '../scan/open-file.ts'
import { copyAttributes } from './attributes.ts'
import type { Backup } from './backup.ts'
import { fixDoors } from './doors.ts'
import type { FileChange, FixOrder, FixTarget, Whole } from './fix-plan.ts'
import type { Folder } from './folder.ts'
import { newContent } from './new-content.ts'
import { isSame, isSameContent } from './original.ts'
import { type SurveyOptions, surveyFile } from './survey.ts'
import { systemRefusal } from './system-refusal.ts'
import { takePlace, Unsettled } from './take-place.ts'
import { digestOf, writeWhole } from './write-whole.ts'

/** What an exchange is done with. */
export interface ExchangeTools {
  readonly order: FixOrder
  readonly backup: Backup
  readonly tools: ArchiveTools
  readonly survey: SurveyOptions
}

/** One file of a target, which becomes another or goes. */
export interface Exchange {
  readonly target: FixTarget
  readonly file: FileChange
  /** The one that the file is in, held open. */
  readonly folder: Folder
  readonly seq: number
  /** What the new file is called until it is whole; `null`: nothing is put in the old one's place. */
  readonly temporary: string | null
  /** Name of the backup. */
  readonly kept: string
}

/**
 * The old content goes to the backup, the new one beside the old one, and then in its place. Until that last step the
 * file is the old one; whatever fails before leaves nothing behind, and where it is not known what came of that step the
 * backup stays. Gives what is not as it was, in words. Throws Refusal.
 */
export function exchange(work: Exchange, doors: ExchangeTools): readonly string[] {
  const { file, folder, seq, temporary, kept } = work
  const { original } = file
  const { backup } = doors
  const isLink = file.made?.by === 'link'
  const remarks: string[] = []
  try {
    if (!isLink) keep(work, backup)
    if (temporary !== null) remarks.push(...write(work, temporary, doors))
    backup.record(prepared(work))
    check(work)
    takePlace(folder, temporary, original.name)
  } catch (error) {
    const refusal = systemRefusal(original.path, error)
    const isSettled = !(error instanceof Unsettled)
    const rest = temporary === null || remove(folder, temporary) ? '' : `; ${temporary} was left beside it`
    if (!isLink && isSettled) backup.drop(kept)
    settle(backup, { is: 'failed', seq, because: refusal.because, detail: refusal.message })
    throw rest === '' ? refusal : new Refusal(refusal.because, `${refusal.message}${rest}`, { cause: refusal })
  }
  try {
    folder.sync()
  } catch (error) {
    remarks.push(`that it is on disk: ${error instanceof Error ? error.message : String(error)}`)
  }
  settle(backup, { is: 'done', seq })
  return remarks
}

/** Throws Refusal `unproven` where a scan does not say what was promised. */
export function verify({ examined, places }: FixTarget, after: FixTarget['examined']): void {
  const flaw = flawIn(examined, after, places)
  if (flaw !== null) throw new Refusal('unproven', flaw)
}

/** Copies the old file, and holds the copy against what was planned with. */
function keep(work: Exchange, backup: Backup): void {
  const {
    file: { original, before },
    folder,
    kept,
  } = work
  const file = new OpenFile(folder.at(original.name), Buffer.alloc(headBytes))
  try {
    const stat = lstatSync(folder.at(original.name), { bigint: true })
    if (!isStill(work, stat)) throw touched()
    const whole = backup.keep(kept, piecesOf(file))
    if (whole.sha256 !== before.sha256) throw new Refusal('changed', 'its content is another than it was')
    copyAttributes(folder.at(original.name), backup.at(kept))
    backup.sync()
  } finally {
    file.close()
  }
}

/** Puts the new file beside the old one, whole and proven. Gives what is not as it was. */
function write({ target, file, folder }: Exchange, name: string, { order, tools, survey }: ExchangeTools) {
  const { original, after, made } = file
  const old = new OpenFile(folder.at(original.name), Buffer.alloc(headBytes))
  try {
    if (made === null || after === null) throw new Error('what takes the place of a file is made somehow')
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL
    if (made.by === 'link') return linked(made.to, folder.at(name), after)
    const whole = writeWhole(
      openSync(folder.at(name), flags, 0o600),
      newContent(old, made, order, fixDoors(tools)),
      (error) => systemRefusal(`the new file in ${folder.path}`, error),
    )
    if (whole.sha256 !== after.sha256) throw new Refusal('changed', 'its content is another than it was')
    if (target.kind === 'file') {
      verify(target, surveyFile(folder.at(name), original.name, target.shown, survey).examined)
    }
    const lost = copyAttributes(folder.at(original.name), folder.at(name))
    syncFile(folder.at(name))
    return lost
  } finally {
    old.close()
  }
}

/** Another name of a file that was changed before; only if it is still what it was made. */
function linked(to: string, name: string, after: Whole): readonly string[] {
  linkSync(to, name)
  const file = new OpenFile(name, Buffer.alloc(headBytes))
  try {
    if (digestOf(piecesOf(file)).sha256 !== after.sha256) throw touched()
  } finally {
    file.close()
  }
  return []
}

function prepared({ target: { places, kind, path: root }, file, seq, kept }: Exchange): FixPrepared {
  const { path, mode, uid, gid, mtimeNs } = file.original
  const removed = places.flatMap(({ place, removals }) =>
    removals
      .filter((removal) => kind === 'file' || join(root, removal.path) === path)
      .map(({ path: entry, className, remedy }) => ({ at: `${place}!${entry}`, className, remedy })),
  )
  const { before, after, made } = file
  const link = made?.by === 'link' ? { linkTo: made.to } : {}
  const attributes = { mode, uid, gid, mtimeNs: String(mtimeNs) }
  return { is: 'prepared', seq, path, backup: kept, before, after, ...attributes, removed, ...link }
}

/** What the manifest says when it is over; the digests in it say the same, so that it may fail on a full disk. */
function settle(backup: Backup, line: FixManifestLine): void {
  try {
    backup.record(line)
  } catch {
    // Undo goes by what lies there.
  }
}

function check(exchange: Exchange): void {
  const { file, folder } = exchange
  if (!isStill(exchange, lstatSync(folder.at(file.original.name), { bigint: true }))) throw touched()
}

/** Of a class that several folders share this very run may have taken away another name. */
function isStill({ target, file: { original, made } }: Exchange, stat: BigIntStats): boolean {
  const mayLoseNames = made?.by === 'link' || (target.kind === 'folder' && original.names > 1)
  return mayLoseNames ? isSameContent(original, stat) : isSame(original, stat)
}

function touched(): Refusal {
  return new Refusal('changed', 'it was written to, moved or replaced: run it again')
}

/** Whether it is gone, or was never made; else the next run removes it. */
function remove(folder: Folder, name: string): boolean {
  try {
    unlinkSync(folder.at(name))
    folder.sync()
    return true
  } catch {
    return lstatSync(folder.at(name), { throwIfNoEntry: false }) === undefined
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
