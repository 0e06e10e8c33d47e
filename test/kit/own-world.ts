import { spawnSync } from 'node:child_process'

/** Whether a program may be given file systems of its own here: to root, unless a container forbids it. */
export const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs none /mnt && command -v setpriv prlimit'], {
    stdio: 'ignore',
  }).status === 0

/**
 * What runs a program in a world that is gone with it, with the file systems that `before` mounts. Both are lines of a
 * shell; `after` may look at what there is when it has ended.
 */
export function ownWorld(before: string, after: string): readonly string[] {
  return ['unshare', '-m', 'sh', '-c', `set -e; ${before}; set +e; "$0" "$@"; code=$?; ${after}; exit $code`]
}
