import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { problem } from '../core/index.ts'

export const outputUnwritable = problem('OUTPUT_UNWRITABLE', (path: string, why: string) => ({
  message: `cannot write ${path}: ${why}`,
  hint: 'Choose another --output, or make room; what was found is in the journal of the scan.',
}))

/** A file that takes its name only when it is whole. */
export interface OutputFile {
  write(text: string): Promise<void>
  finish(): Promise<void>
  /** Leaves nothing behind. */
  discard(): Promise<void>
}

/** Throws OUTPUT_UNWRITABLE, also from `write` and `finish`. */
export async function openOutputFile(path: string): Promise<OutputFile> {
  const partial = `${path}.${randomBytes(4).toString('hex')}.partial`
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw outputUnwritable(path, error instanceof Error ? error.message : String(error))
    }
  }
  const file: FileHandle = await attempt(() => open(partial, 'wx'))
  return {
    write: (text) => attempt(() => file.writeFile(text)),
    finish: () =>
      attempt(async () => {
        await file.sync()
        await file.close()
        await rename(partial, path)
      }),
    async discard() {
      await file.close().catch(() => undefined)
      await rm(partial, { force: true })
    },
  }
}
