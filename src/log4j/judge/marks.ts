import { roleOf } from '../roles/index.ts'
import type { Copy, PlacedClass } from './copy.ts'

/** What a mark of an advisory says: a role alone, or `role/feature`. */
export function roleIn(mark: string): string {
  return mark.split('/', 1)[0] ?? mark
}

/** `null` if the class itself is the mark. */
export function featureIn(mark: string): string | null {
  return mark.split('/')[1] ?? null
}

/** The classes of a role in a copy, also those that cannot be loaded. */
export function classesOf({ classes }: Copy, role: string): readonly PlacedClass[] {
  return classes.filter(({ sighting }) => sighting.role === role)
}

/** Those of them that a class loader finds. */
export function loadableOf(copy: Copy, role: string): readonly PlacedClass[] {
  return classesOf(copy, role).filter(({ loadable }) => loadable)
}

/** Whether all classes of its role show it; for a role alone, whether there is one. */
export function isShown(mark: string, copy: Copy): boolean {
  const members = loadableOf(copy, roleIn(mark))
  return members.length > 0 && members.every((member) => hasMark(member, mark))
}

/** Whether any class of its role shows it. */
export function isShownByAny(mark: string, copy: Copy): boolean {
  return loadableOf(copy, roleIn(mark)).some((member) => hasMark(member, mark))
}

function hasMark({ sighting }: PlacedClass, mark: string): boolean {
  const feature = featureIn(mark)
  return feature === null || sighting.features.includes(feature)
}

/** Whether the role of a mark is of the product of a copy. Log4j 1.x and reload4j are one here. */
export function isOwn(mark: string, { product }: Copy): boolean {
  const owner = roleOf(roleIn(mark))?.product
  return owner === product || (product === 'reload4j' && owner === 'log4j')
}

/** What a class is called in releases, `SimpleSocketServer`; by its role if it was given another name. */
export function nameOf({ sighting }: PlacedClass): string {
  const role = sighting.role === null ? undefined : roleOf(sighting.role)
  const called = role?.called.find((name) => `/${sighting.className}`.endsWith(`/${name}`))
  return called?.slice(called.lastIndexOf('/') + 1) ?? role?.title ?? sighting.className
}

/** `A`, `A and B`, `A, B and C`. */
export function listed(names: readonly string[]): string {
  const all = [...new Set(names)]
  const last = all.pop() ?? ''
  return all.length === 0 ? last : `${all.join(', ')} and ${last}`
}

/** The same as a subject, with its verb: `A is`, `A and B are`. */
export function subjectOf(names: readonly string[], one = 'is', many = 'are'): string {
  return `${listed(names)} ${new Set(names).size === 1 ? one : many}`
}
