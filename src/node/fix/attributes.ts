import { spawnSync } from 'node:child_process'
import { type BigIntStats, chmodSync, chownSync, lstatSync, utimesSync } from 'node:fs'
import { Refusal } from '../../fix/index.ts'

/**
 * Gives a file the owner, group, mode, times, access lists and extended attributes of another. Node knows nothing of the
 * last two, so GNU's cp is asked, which copies them without the content. Gives what could not be kept, in words; throws
 * Refusal `attributes-lost` if that is the owner or the mode, without which a program may not start.
 */
export function copyAttributes(from: string, to: string): readonly string[] {
  const lost = byCp(from, to)
  const wanted = lstatSync(from, { bigint: true })
  byOurselves(wanted, to)
  const made = lstatSync(to, { bigint: true })
  if (made.uid !== wanted.uid || made.gid !== wanted.gid) {
    throw new Refusal('attributes-lost', `it belongs to ${wanted.uid}:${wanted.gid}: run as root, or as its owner`)
  }
  if (made.mode !== wanted.mode) throw new Refusal('attributes-lost', `its mode ${octal(wanted)} could not be set`)
  return lost
}

/** Gives a file an owner, a group and a mode. Throws Refusal `attributes-lost`. */
export function setOwnership(path: string, { uid, gid, mode }: Ownership): void {
  const now = lstatSync(path)
  if (now.uid !== uid || now.gid !== gid) {
    try {
      chownSync(path, uid, gid)
    } catch (error) {
      const why = `it belonged to ${uid}:${gid}: run as root, or as its owner`
      throw new Refusal('attributes-lost', why, { cause: error })
    }
  }
  // A change of owner takes the bits away with which a program runs as that.
  chmodSync(path, mode)
}

export interface Ownership {
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

/** Sets when a file was last written to, in nanoseconds since 1970: those Node cannot set, and GNU's touch can. */
export function setWritten(path: string, mtimeNs: bigint): void {
  const { atimeMs, mtimeNs: now } = lstatSync(path, { bigint: true })
  if (now === mtimeNs) return
  const size = mtimeNs < 0n ? -mtimeNs : mtimeNs
  const seconds = `${mtimeNs < 0n ? '-' : ''}${size / 1_000_000_000n}.${String(size % 1_000_000_000n).padStart(9, '0')}`
  spawnSync('touch', ['-m', '--no-create', `--date=@${seconds}`, '--', path], { timeout, stdio: 'ignore' })
  if (lstatSync(path, { bigint: true }).mtimeNs !== mtimeNs) utimesSync(path, Number(atimeMs) / 1_000, Number(seconds))
}

function octal({ mode }: BigIntStats): string {
  return (mode & 0o7777n).toString(8).padStart(4, '0')
}

/** Long enough for a slow disk: nothing but a few system calls. */
const timeout = 20_000

function byCp(from: string, to: string): readonly string[] {
  // What the first fails at, such as labels of SELinux where there are none, it does not tell; the second does.
  for (const kept of ['all', 'mode,ownership,timestamps,xattr']) {
    const args = ['--attributes-only', `--preserve=${kept}`, '--no-target-directory', '--', from, to]
    const { status, stderr, error } = spawnSync('cp', args, {
      encoding: 'utf8',
      timeout,
      env: { ...process.env, LC_ALL: 'C' },
    })
    if (error !== undefined || /unrecognized option|illegal option/.test(stderr)) {
      return ['access lists and extended attributes, if it has any: there is no GNU cp here to copy them']
    }
    if (kept !== 'all' && status !== 0) return [stderr.trim().split('\n', 1)[0] ?? 'not all attributes']
  }
  return []
}

/** For systems whose cp cannot. */
function byOurselves({ uid, gid, mode, atimeMs, mtimeMs, mtimeNs }: BigIntStats, to: string): void {
  const made = lstatSync(to, { bigint: true })
  try {
    if (made.uid !== uid || made.gid !== gid) chownSync(to, Number(uid), Number(gid))
    if (lstatSync(to, { bigint: true }).mode !== mode) chmodSync(to, Number(mode & 0o7777n))
    if (made.mtimeNs !== mtimeNs) utimesSync(to, Number(atimeMs) / 1_000, Number(mtimeMs) / 1_000)
  } catch {
    // The caller looks at what came of it.
  }
}
