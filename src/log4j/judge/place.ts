import { roleOf } from '../roles/index.ts'
import type { ClassSighting } from '../specimen.ts'

/** Where a class lies, against what it calls itself. */
export interface Place {
  /** What comes before its package: `WEB-INF/classes/`, mostly nothing. */
  readonly prefix: string
  /** The end of its name from the first dot on: `.class`, `.esclazz`, `.class.bak`. */
  readonly extension: string
  /** Whether the entry's name, without its end, is the name of the class: else no class loader finds it there. */
  readonly named: boolean
}

export function placeOf({ path, className }: ClassSighting): Place {
  const segments = path.replaceAll('\\', '/').split('/')
  const last = segments.pop() ?? ''
  const dot = last.indexOf('.')
  const base = dot === -1 ? last : last.slice(0, dot)
  const packages = className.split('/')
  const own = packages.pop() ?? ''
  while (segments.length > 0 && packages.length > 0 && segments.at(-1) === packages.at(-1)) {
    segments.pop()
    packages.pop()
  }
  const prefix = segments.map((segment) => `${segment}/`).join('')
  return {
    // A multi-release jar is one with its base (JEP 238).
    prefix: prefix.replace(/META-INF\/versions\/\d+\/$/, ''),
    extension: dot === -1 ? '' : last.slice(dot),
    named: base.toLowerCase() === own.toLowerCase(),
  }
}

/**
 * The package that its product has here, with a slash at its end: `com/acme/shaded/log4j/core/`. `null` if its name
 * does not say, as after obfuscation.
 */
export function packageRootOf({ className, role }: ClassSighting): string | null {
  const known = role === null ? undefined : roleOf(role)
  if (known === undefined) return null
  const tail = known.called.find((name) => className === name || className.endsWith(`/${name}`))
  return tail === undefined ? null : className.slice(0, className.length - tail.length)
}
