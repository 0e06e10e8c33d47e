import { decisiveNames } from '../interest.ts'
import { roleOf } from '../roles/index.ts'

/** Of the classes whose bytes could not be had, those that may be of one of these roles: by name, or under any name at all. */
export function unreadOf(roles: readonly string[], unread: readonly string[]): readonly string[] {
  const titles = new Set(roles.map((role) => roleOf(role)?.title))
  return unread.filter((path) => {
    const name = baseNameOf(path)
    return titles.has(name) || !decisiveNames.has(name)
  })
}

function baseNameOf(path: string): string {
  const last = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const dot = last.indexOf('.')
  return dot === -1 ? last : last.slice(0, dot)
}
