import { hostname } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { FixManifestLine } from '../../contract/index.ts'
import { type Instant, showInstant } from '../../core/index.ts'
import { Refusal, type RefusalReason } from '../../fix/index.ts'
import type { ScanLimits } from '../../scan/index.ts'
import { archiveTools } from '../archive/index.ts'
import { packageVersion } from '../package-root.ts'
import { Backup } from './backup.ts'
import { type ExchangeTools, exchange, verify } from './exchange.ts'
import type { FileChange, FixPlan, FixTarget } from './fix-plan.ts'
import { Folder } from './folder.ts'
import { removeLeftovers, temporaryName } from './leftovers.ts'
import type { Original } from './original.ts'
import { surveyFolder } from './survey.ts'
import { systemRefusal } from './system-refusal.ts'

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
  const { limits, deep } = options
  const backup = new Backup(options.backup, firstLine(plan, options), bytesToKeep(plan))
  try {
    const fixer = new Fixer({ order: plan.order, backup, tools, survey: { tools, limits, deep } }, options.run)
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

function firstLine({ order }: FixPlan, { run, startedAt }: ApplyOptions): FixManifestLine {
  return {
    schema: 'fireline.fix/1',
    is: 'run',
    id: run,
    tool: { name: 'fireline', version: packageVersion() },
    startedAt: showInstant(startedAt),
    host: hostname(),
    pid: process.pid,
    remedies: order.remedies.map(({ id }) => id),
  }
}

function bytesToKeep({ targets }: FixPlan): number {
  const files = targets.flatMap((target) => target.files).filter(({ made }) => made?.by !== 'link')
  return files.reduce((sum, { before }) => sum + before.size, 0)
}

class Fixer {
  readonly removed: string[] = []
  readonly #doors: ExchangeTools
  readonly #run: string
  #seq = 0
  /** Name of the last backup, which is that of the other names of its file too. */
  #kept = ''

  constructor(doors: ExchangeTools, run: string) {
    this.#doors = doors
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
      if (target.kind === 'folder') verify(target, surveyFolder(target.path, target.shown))
      return { is: 'fixed', target, remarks }
    } catch (error) {
      const { because, message } = systemRefusal(target.shown, error)
      return { is: 'refused', target, because, detail: message, done }
    }
  }

  #file(target: FixTarget, file: FileChange): readonly string[] {
    const { original } = file
    const seq = ++this.#seq
    const temporary = file.after === null ? null : temporaryName(this.#run, seq)
    if (file.made?.by !== 'link') this.#kept = backupName(seq, original)
    const folder = openedFolder(original)
    try {
      this.removed.push(...removeLeftovers(folder).map((name) => join(folder.path, name)))
      this.#doors.backup.record({ is: 'opened', seq, path: original.path, temporary })
      return exchange({ target, file, folder, seq, temporary, kept: this.#kept }, this.#doors)
    } finally {
      folder.close()
    }
  }
}

/** In the order of the manifest, and told apart by what they were called; a name has 255 bytes at most. */
function backupName(seq: number, { name }: Original): string {
  return `${String(seq).padStart(4, '0')}-${name.slice(0, 80)}`
}

/** The folder of a file, if it is the one that was planned with. */
function openedFolder({ folder: { path, dev, ino } }: Original): Folder {
  const folder = new Folder(path)
  if (folder.dev === dev && folder.ino === ino) return folder
  folder.close()
  throw new Refusal('changed', `${path} is another folder than it was`)
}
