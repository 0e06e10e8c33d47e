import type { AffectedModule } from '../advisories/advisory.ts'
import { decisiveNames } from '../interest.ts'
import { isIn } from '../release.ts'
import { roleOf } from '../roles/index.ts'
import type { Copy } from './copy.ts'
import type { Identity } from './identity.ts'
import { isOwn, roleIn } from './marks.ts'

/**
 * Of the classes whose bytes could not be had, those that matter to a flaw: by name, or under any name at all where a
 * class of its roles is missing. Nothing is missing that the published releases, whose classes these are, do not have.
 */
export function unreadOf(
  { affected, code: { ways, fixedBy } }: AffectedModule,
  copy: Copy,
  identity: Identity,
  unread: readonly string[],
): readonly string[] {
  if (unread.length === 0) return []
  const marks = fixedBy.filter((mark) => isOwn(mark, copy)).map(roleIn)
  const names = new Set([...ways.flat(), ...marks].flatMap(baseNamesOf))
  const has = (role: string): boolean => copy.classes.some(({ sighting }) => sighting.role === role)
  const published = identity.byFingerprint && !identity.mixed && identity.unknown.length === 0
  const outside = published && !identity.possible.some((release) => isIn(affected, release))
  const whole = outside || (ways.some((way) => way.every(has)) && (published || marks.every(has)))
  return unread.filter((path) => {
    const name = baseNameOf(path)
    return names.has(name) || (!whole && !decisiveNames.has(name))
  })
}

function baseNamesOf(role: string): readonly string[] {
  return roleOf(role)?.called.map((name) => name.slice(name.lastIndexOf('/') + 1)) ?? []
}

function baseNameOf(path: string): string {
  const last = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const dot = last.indexOf('.')
  return dot === -1 ? last : last.slice(0, dot)
}
