import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { FixManifestLine } from '../../contract/index.ts'
import { type Instant, problem, showInstant } from '../../core/index.ts'
import { codeOf } from '../scan/open-file.ts'
import { Folder } from './folder.ts'

export const fixBackupUnusable = problem('FIX_BACKUP_UNUSABLE', (path: string, why: string) => ({
  message: `backups cannot be kept in ${path}: ${why}`,
  hint: 'Name another folder with --backup, outside of what is fixed, on a disk with room for the files.',
}))

/** A name for a run that sorts by time: `20261124T101500Z-1f3a9c`. */
export function newRunId(now: Instant): string {
  return `${showInstant(now).replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`
}

/** Where the old files of one run are kept, with the manifest that says what was done to which. */
export class Backup {
  readonly path: string
  readonly manifestPath: string
  readonly #folder: Folder
  readonly #manifest: number

  /** Makes the folder, for its owner only. Throws FIX_BACKUP_UNUSABLE. */
  constructor(path: string) {
    this.path = path
    this.manifestPath = join(path, 'manifest.jsonl')
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 })
      // A scan of the whole machine says that something is left out here, instead of what is kept on purpose.
      writeFileSync(join(path, '.firelineignore'), '*\n', { mode: 0o600 })
      this.#folder = new Folder(path)
      this.#manifest = openSync(this.manifestPath, 'ax', 0o600)
      this.#folder.sync()
      syncParent(path)
    } catch (error) {
      throw fixBackupUnusable(path, error instanceof Error ? error.message : String(error))
    }
  }

  /** Appends a line; it is on disk when this returns. Throws what the system says, and then nothing of it is there. */
  record(line: FixManifestLine): void {
    const { size } = fstatSync(this.#manifest)
    try {
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#manifest, bytes, at)
      fsyncSync(this.#manifest)
    } catch (error) {
      ftruncateSync(this.#manifest, size)
      throw error
    }
  }

  /** A new file in it, to be written and then synced. Throws what the system says. */
  create(name: string): number {
    return openSync(this.#folder.at(name), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  }

  at(name: string): string {
    return this.#folder.at(name)
  }

  sync(): void {
    this.#folder.sync()
  }

  /** Lets go of a file that is not needed. */
  drop(name: string): void {
    try {
      unlinkSync(this.#folder.at(name))
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }

  close(): void {
    closeSync(this.#manifest)
    this.#folder.close()
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
