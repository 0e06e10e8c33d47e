import { ArchiveGap } from '../../archive/index.ts'
import { Refusal, type RefusalReason } from '../../fix/index.ts'
import { codeOf } from '../scan/open-file.ts'

const reasons: Readonly<Record<string, RefusalReason>> = {
  ENOSPC: 'no-room',
  EDQUOT: 'no-room',
  EFBIG: 'no-room',
  EACCES: 'not-writable',
  EPERM: 'not-writable',
  EROFS: 'not-writable',
  EBUSY: 'not-writable',
  ENOENT: 'changed',
  ENOTDIR: 'changed',
  ELOOP: 'changed',
  ESTALE: 'changed',
}

const said: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: make room there and run it again',
  EDQUOT: 'the quota of its owner is used up: make room there and run it again',
  EFBIG: 'a file may not become so large here: raise the limit (ulimit -f) and run it again',
  EACCES: 'permission denied: run as a user who may write there',
  EPERM: 'operation not permitted: it, or its folder, may be immutable (lsattr), or belong to another user',
  EROFS: 'the file system is mounted read-only',
  EBUSY: 'it is mounted by itself, as into a container: mend it where it comes from',
  ENOENT: 'it is not there any more',
  ELOOP: 'a link has taken its place',
  ENOTDIR: 'what was a folder is one no more',
}

/** What went wrong while something was done to `what`, as a reason to leave the file as it is. */
export function systemRefusal(what: string, error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof ArchiveGap && codeOf(error.cause) === '') {
    return new Refusal(error.because === 'changed' ? 'changed' : 'damaged', error.message, { cause: error })
  }
  if (error instanceof ArchiveGap) return systemRefusal(what, error.cause)
  const code = codeOf(error)
  const detail = said[code] ?? (error instanceof Error ? error.message : String(error))
  return new Refusal(reasons[code] ?? 'failed', `${what}: ${detail}`, { cause: error })
}
