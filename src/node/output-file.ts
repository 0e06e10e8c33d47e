import { randomBytes } from 'node:crypto'
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { problem } from '../core/index.ts'

export const outputUnwritable = problem('OUTPUT_UNWRITABLE', (path: string, why: string) => ({
  message: `cannot write ${path}: ${why}`,
  hint: 'Make room or choose another --output, and run it again; a probe goes on from its journal with --resume.',
}))

/** A file that takes its name only when it is whole. */
export interface OutputFile {
  write(content: string | Uint8Array): Promise<void>
  finish(): Promise<void>
  /** Leaves nothing behind. */
  discard(): Promise<void>
}

/**
 * Opens `path` for a whole new content. A file of that name stays as it is until `finish`, and keeps its mode; what
 * is no file (a pipe, a device such as /dev/null) is written through. Throws OUTPUT_UNWRITABLE, also from `write` and
 * `finish`.
 */
export async function openOutputFile(path: string): Promise<OutputFile> {
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw outputUnwritable(path, error instanceof Error ? error.message : String(error))
    }
  }
  const before = await attempt(() => whatIsAt(path))
  if (before !== null && before.isDirectory()) throw outputUnwritable(path, 'it is a directory')
  if (before !== null && !before.isFile()) {
    const through = await attempt(() => open(path, 'w'))
    const close = (): Promise<void> => through.close()
    return {
      write: (content) => attempt(() => through.writeFile(content)),
      finish: () => attempt(close),
      discard: close,
    }
  }
  // A link is followed, so that the file and not the link is replaced.
  const place = before === null ? path : await attempt(() => realpath(path))
  const partial = `${place}.${randomBytes(4).toString('hex')}.partial`
  const file: FileHandle = await attempt(() => open(partial, 'wx'))
  return {
    write: (content) => attempt(() => file.writeFile(content)),
    finish: () =>
      attempt(async () => {
        if (before !== null) await file.chmod(before.mode & 0o777)
        await file.sync()
        await file.close()
        await rename(partial, place)
      }),
    async discard() {
      await file.close().catch(() => undefined)
      await rm(partial, { force: true })
    },
  }
}

async function whatIsAt(path: string) {
  try {
    return await stat(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
