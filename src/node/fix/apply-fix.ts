import { closeSync, constants, fsyncSync, lstatSync, openSync, renameSync, unlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type ArchiveTools, piecesOf } from '../../archive/index.ts'
import type { FixPrepared } from '../../contract/index.ts'
import { type Instant, showInstant } from '../../core/index.ts'
import { flawIn, Refusal, type RefusalReason } from '../../fix/index.ts'
import type { ScanLimits } from '../../scan/index.ts'
import { archiveTools } from '../archive/index.ts'
import { packageVersion } from '../package-root.ts'
import { headBytes, OpenFile } from '../scan/open-file.ts'
import { copyAttributes } from './attributes.ts'
import { Backup } from './backup.ts'
import { fixDoors } from './doors.ts'
import type { FileChange, FixPlan, FixTarget } from './fix-plan.ts'
import { Folder } from './folder.ts'
import { removeLeftovers, temporaryName } from './leftovers.ts'
import { newContent } from './new-content.ts'
import { isSame, type Original } from './original.ts'
import { type SurveyOptions, surveyFile, surveyFolder } from './survey.ts'
import { systemRefusal } from './system-refusal.ts'
import { writeWhole } from './write-whole.ts'

export interface ApplyOptions {
  /** Made for this run: old files and the manifest go there. */
  readonly backup: string
  readonly run: string
  readonly startedAt: Instant
  readonly limits: ScanLimits
  readonly deep: boolean
  readonly signal: AbortSignal
  /** Called with each file that is about to be changed. */
  readonly at?: (shown: string) => void
}

/** What came of one target. */
export type FixResult =
  | {
      readonly is: 'fixed'
      readonly target: FixTarget
      /** What is not as it was, in words: attributes that could not be kept. */
      readonly remarks: readonly string[]
    }
  | {
      readonly is: 'refused'
      readonly target: FixTarget
      readonly because: RefusalReason
      readonly detail: string
      /** Of a folder: classes that were taken away before that. */
      readonly done: number
    }

export interface FixOutcome {
  /** Where it is written what was done. */
  readonly manifest: string
  readonly results: readonly FixResult[]
  /** Files of an interrupted fix that were removed. */
  readonly removed: readonly string[]
  /** Whether it was stopped before all was done. */
  readonly complete: boolean
}

/**
 * Does what was planned, one file after another, each as a whole or not at all: whenever this process ends, however, a
 * file is the old one or the new one. Throws FIX_BACKUP_UNUSABLE before anything is changed; whatever goes wrong with
 * one file leaves that one as it is.
 */
export async function applyFix(plan: FixPlan, options: ApplyOptions): Promise<FixOutcome> {
  const tools = archiveTools()
  const backup = new Backup(options.backup)
  try {
    backup.record({
      schema: 'fireline.fix/1',
      is: 'run',
      id: options.run,
      tool: { name: 'fireline', version: packageVersion() },
      startedAt: showInstant(options.startedAt),
      host: hostname(),
      pid: process.pid,
      remedies: plan.order.remedies.map(({ id }) => id),
    })
    const fixer = new Fixer(plan, backup, tools, options)
    const results: FixResult[] = []
    for (const target of plan.targets) {
      await setImmediate()
      if (options.signal.aborted) break
      options.at?.(target.shown)
      results.push(fixer.fix(target))
    }
    const complete = results.length === plan.targets.length
    return { manifest: backup.manifestPath, results, removed: fixer.removed, complete }
  } finally {
    backup.close()
  }
}

interface Names {
  readonly seq: number
  /** `null`: nothing is put in the file's place. */
  readonly temporary: string | null
  /** Of the backup. */
  readonly kept: string
}

class Fixer {
  readonly removed: string[] = []
  readonly #plan: FixPlan
  readonly #backup: Backup
  readonly #tools: ArchiveTools
  readonly #survey: SurveyOptions
  readonly #run: string
  #seq = 0

  constructor(plan: FixPlan, backup: Backup, tools: ArchiveTools, { limits, deep, run }: ApplyOptions) {
    this.#plan = plan
    this.#backup = backup
    this.#tools = tools
    this.#survey = { tools, limits, deep }
    this.#run = run
  }

  fix(target: FixTarget): FixResult {
    const remarks: string[] = []
    let done = 0
    try {
      for (const file of target.files) {
        remarks.push(...this.#file(target, file))
        done++
      }
      if (target.kind === 'folder') this.#verify(target, surveyFolder(target.path, target.shown))
      return { is: 'fixed', target, remarks }
    } catch (error) {
      const { because, message } = systemRefusal(target.shown, error)
      return { is: 'refused', target, because, detail: message, done }
    }
  }

  /** One file: the old content to the backup, the new one beside the old one, and then in its place. */
  #file(target: FixTarget, file: FileChange): readonly string[] {
    const { original } = file
    const seq = ++this.#seq
    const temporary = file.after === null ? null : temporaryName(this.#run, seq)
    const kept = backupName(seq, original)
    const folder = openedFolder(original)
    try {
      this.removed.push(...removeLeftovers(folder).map((name) => join(folder.path, name)))
      this.#backup.record({ is: 'opened', seq, path: original.path, temporary })
      const remarks = this.#exchange(target, file, folder, { seq, temporary, kept })
      this.#settle({ is: 'done', seq })
      return remarks
    } finally {
      folder.close()
    }
  }

  /** Until the last step the file is the old one; whatever fails before leaves nothing behind. */
  #exchange(target: FixTarget, file: FileChange, folder: Folder, { seq, temporary, kept }: Names): readonly string[] {
    const { original } = file
    const remarks: string[] = []
    try {
      this.#keep(file, folder, kept)
      if (temporary !== null) remarks.push(...this.#write(target, file, folder, temporary))
      this.#backup.record(this.#prepared(target, file, seq, kept))
      check(original, lstatSync(folder.at(original.name), { bigint: true }))
      if (temporary === null) unlinkSync(folder.at(original.name))
      else renameSync(folder.at(temporary), folder.at(original.name))
    } catch (error) {
      const refusal = systemRefusal(original.path, error)
      if (temporary !== null) remove(folder, temporary)
      this.#backup.drop(kept)
      this.#settle({ is: 'failed', seq, because: refusal.because, detail: refusal.message })
      throw refusal
    }
    try {
      folder.sync()
    } catch (error) {
      remarks.push(`that it is on disk: ${error instanceof Error ? error.message : String(error)}`)
    }
    return remarks
  }

  /** Copies the old file, and holds the copy against what was planned with. */
  #keep({ original, before }: FileChange, folder: Folder, name: string): void {
    const file = new OpenFile(folder.at(original.name), Buffer.alloc(headBytes))
    try {
      check(original, lstatSync(folder.at(original.name), { bigint: true }))
      const whole = writeWhole(this.#backup.create(name), piecesOf(file))
      if (whole.sha256 !== before.sha256) throw new Refusal('changed', 'its content is another than it was')
      copyAttributes(folder.at(original.name), this.#backup.at(name))
      this.#backup.sync()
    } finally {
      file.close()
    }
  }

  /** Puts the new file beside the old one, whole and proven. Gives what is not as it was. */
  #write(target: FixTarget, { original, after, made }: FileChange, folder: Folder, name: string): readonly string[] {
    const file = new OpenFile(folder.at(original.name), Buffer.alloc(headBytes))
    try {
      if (made === null || after === null) throw new Error('what takes the place of a file is made somehow')
      const fd = openSync(folder.at(name), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
      const whole = writeWhole(fd, newContent(file, made, this.#plan.order, fixDoors(this.#tools)))
      if (whole.sha256 !== after.sha256) throw new Refusal('changed', 'its content is another than it was')
      if (target.kind === 'file') {
        this.#verify(target, surveyFile(folder.at(name), original.name, target.shown, this.#survey).examined)
      }
      const lost = copyAttributes(folder.at(original.name), folder.at(name))
      syncFile(folder.at(name))
      return lost
    } finally {
      file.close()
    }
  }

  #verify({ examined, places }: FixTarget, after: FixTarget['examined']): void {
    const flaw = flawIn(examined, after, places)
    if (flaw !== null) throw new Refusal('unproven', flaw)
  }

  #prepared({ places, kind, path: root }: FixTarget, file: FileChange, seq: number, backup: string): FixPrepared {
    const { path, mode, uid, gid, mtimeNs } = file.original
    const removed = places.flatMap(({ place, removals }) =>
      removals
        .filter((removal) => kind === 'file' || join(root, removal.path) === path)
        .map(({ path: entry, className, remedy }) => ({ at: `${place}!${entry}`, className, remedy })),
    )
    const { before, after } = file
    return { is: 'prepared', seq, path, backup, before, after, mode, uid, gid, mtimeNs: String(mtimeNs), removed }
  }

  /** What the manifest says when it is over; the digests in it say the same, so that it may fail on a full disk. */
  #settle(line: Parameters<Backup['record']>[0]): void {
    try {
      this.#backup.record(line)
    } catch {
      // Undo goes by what lies there.
    }
  }
}

/** In the order of the manifest, and told apart by what they were called. */
function backupName(seq: number, { name }: Original): string {
  return `${String(seq).padStart(4, '0')}-${name.slice(0, 200)}`
}

/** The folder of a file, if it is the one that was planned with. */
function openedFolder({ folder: { path, dev, ino } }: Original): Folder {
  const folder = new Folder(path)
  if (folder.dev === dev && folder.ino === ino) return folder
  folder.close()
  throw new Refusal('changed', `${path} is another folder than it was`)
}

function check(original: Original, stat: Parameters<typeof isSame>[1]): void {
  if (!isSame(original, stat)) throw new Refusal('changed', 'it was written to, moved or replaced: run it again')
}

function remove(folder: Folder, name: string): void {
  try {
    unlinkSync(folder.at(name))
    folder.sync()
  } catch {
    // It may not have been made; else the next run removes it.
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
