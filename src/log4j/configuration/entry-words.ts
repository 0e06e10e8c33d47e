import type { Entry } from './entry.ts'

/**
 * Whether an entry brings a plugin of Log4j 2 by one of these names, in small letters: as an element, as a member, or
 * as the `type` of one, as properties and JSON write it. Log4j does not distinguish capital letters there.
 */
export function bringsPlugin({ key, value }: Entry, ...names: readonly string[]): boolean {
  const name = key.toLowerCase() === 'type' ? value : value === '' ? key : ''
  return names.includes(name.toLowerCase())
}

/** Whether it is the attribute of that name, in small letters, of whatever. */
export function isAttribute({ key, value }: Entry, name: string): boolean {
  return value !== '' && key.toLowerCase() === name
}

/** Whether it names a class that is called so, in whatever package: `net.JMSAppender`. */
export function namesClass({ value }: Entry, ...names: readonly string[]): boolean {
  const text = value.trim()
  return names.some((name) => text === name || text.endsWith(`.${name}`))
}

/** The whole key, in small letters: `logging.pattern.console`. */
export function fullKey({ path, key }: Entry): string {
  return [...path, key].join('.').toLowerCase()
}
