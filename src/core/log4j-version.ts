/** A Log4j release number, comparable. */
export interface Log4jVersion {
  readonly text: string
  readonly numbers: readonly [number, number, number]
  /** Pre-releases order before the release: `alpha1` < `beta9` < `rc2` < none. */
  readonly pre: { readonly word: 'alpha' | 'beta' | 'rc'; readonly n: number } | null
}

const preWords = ['alpha', 'beta', 'rc'] as const

/** Reads `2.14.1`, `2.0`, `2.0-beta9`, `2.0-rc1`. `null` for anything else, also for a missing minor number. */
export function readLog4jVersion(text: string): Log4jVersion | null {
  const match = /^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?:-(alpha|beta|rc)(\d{1,3}))?$/.exec(text)
  if (match === null) return null
  const [, major = '', minor = '', patch = '0', word, n = '0'] = match
  const pre = preWords.find((known) => known === word)
  return {
    text,
    numbers: [Number(major), Number(minor), Number(patch)],
    pre: pre === undefined ? null : { word: pre, n: Number(n) },
  }
}

/** Negative if `a` is older than `b`, zero if they are the same release, positive if it is newer. */
export function compareLog4jVersions(a: Log4jVersion, b: Log4jVersion): number {
  for (let i = 0; i < 3; i++) {
    const difference = (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0)
    if (difference !== 0) return difference
  }
  const rank = ({ pre }: Log4jVersion): number =>
    pre === null ? 1_000_000 : preWords.indexOf(pre.word) * 1_000 + pre.n
  return rank(a) - rank(b)
}

/** Whether `version` is at least the release written `text`. Throws Error if `text` is not a release number. */
export function isAtLeast(version: Log4jVersion, text: string): boolean {
  const floor = readLog4jVersion(text)
  if (floor === null) throw new Error(`not a Log4j release: ${text}`)
  return compareLog4jVersions(version, floor) >= 0
}
