/** Where a component lies, taken apart: the file on disk (or the image), then each archive inside it. */
export interface Nesting {
  readonly outer: string
  /** From the outside inward; empty if the file is not nested. */
  readonly inside: readonly string[]
}

/**
 * `a.war!WEB-INF/lib/b.jar` is b.jar in a.war. Inside an archive no name begins with a slash, so that an exclamation
 * mark before one belongs to a folder's own name.
 */
export function nestingOf(path: string): Nesting {
  const [outer = '', ...inside] = path.split(/!(?!\/|$)/)
  return { outer, inside }
}

/** The folder that a file lies in: `/srv/app` of `/srv/app/lib.jar`, `.` of `lib.jar`. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/')
  if (end < 0) return '.'
  return end === 0 ? '/' : path.slice(0, end)
}
