import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  rmdirSync,
  statfsSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { FixManifestLine } from '../../contract/index.ts'
import { type Instant, problem, showInstant } from '../../core/index.ts'
import { Refusal } from '../../fix/index.ts'
import { makeFolder } from '../make-folder.ts'
import { codeOf } from '../scan/open-file.ts'
import type { Whole } from './fix-plan.ts'
import { Folder } from './folder.ts'
import { systemRefusal } from './system-refusal.ts'
import { writeWhole } from './write-whole.ts'

export const fixBackupUnusable = problem('FIX_BACKUP_UNUSABLE', (path: string, why: string) => ({
  message: `backups cannot be kept in ${path}: ${why}`,
  hint: 'Name another folder with --backup, outside of what is fixed, on a disk with room for the files.',
}))

/** A name for a run that sorts by time: `20261124T101500Z-1f3a9c`. */
export function newRunId(now: Instant): string {
  return `${showInstant(now).replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`
}

const manifestName = 'manifest.jsonl'
const ignoreName = '.firelineignore'

/**
 * Where the old files of one run are kept, with the manifest that says what was done to which. What goes wrong here is
 * thrown as a Refusal that names this folder, and then nothing of what was to be kept is there.
 */
export class Backup {
  readonly path: string
  readonly manifestPath: string
  readonly #folder: Folder
  readonly #manifest: number

  /** Makes the folder, for its owner only, and writes the first line. `bytes` will be kept. Throws FIX_BACKUP_UNUSABLE. */
  constructor(path: string, first: FixManifestLine, bytes: number) {
    this.path = path
    this.manifestPath = join(path, manifestName)
    try {
      makeFolder(path, 0o700)
      // A scan of the whole machine says that something is left out here, instead of what is kept on purpose.
      writeFileSync(join(path, ignoreName), '*\n', { mode: 0o600 })
      this.#folder = new Folder(path)
      this.#manifest = openSync(this.manifestPath, 'ax', 0o600)
      this.#folder.sync()
      syncParent(path)
      checkRoom(path, bytes)
      this.record(first)
    } catch (error) {
      removeEmpty(path)
      throw fixBackupUnusable(path, whyUnusable(path, error))
    }
  }

  /** Appends a line; it is on disk when this returns. */
  record(line: FixManifestLine): void {
    this.#attempt(() => {
      const { size } = fstatSync(this.#manifest)
      try {
        const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
        for (let at = 0; at < bytes.length; ) at += writeSync(this.#manifest, bytes, at)
        fsyncSync(this.#manifest)
      } catch (error) {
        ftruncateSync(this.#manifest, size)
        throw error
      }
    })
  }

  /** Keeps a content, flushed to disk; its name is there for good after {@link sync}. */
  keep(name: string, pieces: Iterable<Uint8Array>): Whole {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL
    const fd = this.#attempt(() => openSync(this.#folder.at(name), flags, 0o600))
    return writeWhole(fd, pieces, (error) => this.#refusal(error))
  }

  at(name: string): string {
    return this.#folder.at(name)
  }

  sync(): void {
    this.#attempt(() => this.#folder.sync())
  }

  /** Lets go of a file that is not needed; what stays of it does no harm. */
  drop(name: string): void {
    try {
      unlinkSync(this.#folder.at(name))
    } catch {
      // It was not made, or the disk is no longer to be written to.
    }
  }

  close(): void {
    closeSync(this.#manifest)
    this.#folder.close()
  }

  #attempt<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw this.#refusal(error)
    }
  }

  #refusal(error: unknown): Refusal {
    const { because, message } = systemRefusal(`the backup in ${this.path}`, error)
    const elsewhere = because === 'no-room' ? ', or keep backups elsewhere with --backup' : ''
    return new Refusal(because, `${message}${elsewhere}`, { cause: error })
  }
}

function whyUnusable(path: string, error: unknown): string {
  // It never was there, unlike what is changed.
  if (codeOf(error) === 'ENOENT') return 'no folder can be made there'
  return systemRefusal(path, error).message
}

/** Throws Refusal `no-room`. What the system does not know, as some of those in user space, shows when it is written. */
function checkRoom(path: string, bytes: number): void {
  const { blocks, bavail, bsize } = statfsSync(path)
  if (blocks === 0 || bavail * bsize >= bytes) return
  throw new Refusal('no-room', `they take ${bytes} bytes, and ${bavail * bsize} are free there`)
}

/** What was made of a folder before it turned out to be of no use. */
function removeEmpty(path: string): void {
  for (const name of [manifestName, ignoreName]) {
    try {
      unlinkSync(join(path, name))
    } catch {
      // It was not made.
    }
  }
  try {
    rmdirSync(path)
  } catch {
    // There is something else in it, or it could not be made.
  }
}

/** The name of a new folder is on disk when the folder around it is. */
function syncParent(path: string): void {
  const parent = new Folder(join(path, '..'))
  try {
    parent.sync()
  } finally {
    parent.close()
  }
}
