import { execFileSync } from 'node:child_process'

/** Every file that git knows or would take in, so that a tool which skips some is found out. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .trimEnd()
  .split('\n')

export function filesLike(pattern: RegExp): readonly string[] {
  return files.filter((name) => pattern.test(name))
}
