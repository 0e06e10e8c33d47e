import { decisiveNames } from '../interest.ts'
import { roleOf } from '../roles/index.ts'
import type { Copy } from './copy.ts'
import type { Identity } from './identity.ts'

/**
 * Of the classes whose bytes could not be had, those that matter to a flaw: by name, or under any name at all where a
 * class of its roles is missing. Nothing is missing that the published releases, whose classes these are, do not have.
 */
export function unreadOf(
  [carrier, ...others]: readonly [string, ...string[]],
  copy: Copy,
  identity: Identity,
  unread: readonly string[],
): readonly string[] {
  const titles = new Set([carrier, ...others].map((role) => roleOf(role)?.title))
  const has = (role: string): boolean => copy.classes.some(({ sighting }) => sighting.role === role)
  const published = identity.byFingerprint && !identity.mixed && identity.unknown.length === 0
  const whole = has(carrier) && (published || others.every(has))
  return unread.filter((path) => {
    const name = baseNameOf(path)
    return titles.has(name) || (!whole && !decisiveNames.has(name))
  })
}

function baseNameOf(path: string): string {
  const last = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const dot = last.indexOf('.')
  return dot === -1 ? last : last.slice(0, dot)
}
