import { withoutTrailing } from '../archive/index.ts'

export { cleanName, withoutTrailing } from '../archive/index.ts'

/** In characters; a path has 4,096 bytes at most (PATH_MAX of Linux). */
const longestName = 2_048

/** `lib/a.tar.gz` is called `a.tar.gz`. */
export function baseName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
}

/** A name as it is told and kept: nothing that is called longer than systems allow, of which many would fill the memory. */
export function shortened(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName / 2)}…${name.slice(-longestName / 2)}`
}

/** The last part behind a dot, in lower case; empty if there is none. */
export function extensionOf(name: string): string {
  const base = baseName(name)
  const dot = base.lastIndexOf('.')
  return dot <= 0 ? '' : base.slice(dot + 1).toLowerCase()
}

/**
 * The folder from which a class would be loaded, `WEB-INF/classes` for `WEB-INF/classes/org/x/A.class` that calls
 * itself `org/x/A`; the folder it lies in where path and name disagree.
 */
export function classRoot(path: string, className: string): string {
  const at = path.endsWith(className) ? path.length - className.length : path.lastIndexOf(`${className}.`)
  const folder =
    at >= 0 && (at === 0 || path[at - 1] === '/') ? path.slice(0, at) : path.slice(0, path.lastIndexOf('/') + 1)
  return withoutTrailing(folder, '/')
}

/** The folder that a `META-INF` file speaks for. */
export function metadataRoot(path: string): string {
  const at = path.lastIndexOf('META-INF/')
  return withoutTrailing(at < 0 ? path.slice(0, path.lastIndexOf('/') + 1) : path.slice(0, at), '/')
}
