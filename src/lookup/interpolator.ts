import type { ReleaseTraits } from './release-traits.ts'
import { formatDate, shortDate } from './simple-date-format.ts'
import { Stop } from './stop.ts'
import type { World } from './world.ts'

/** What one evaluation has asked of its world so far. */
export interface Ledger {
  /** JNDI names in the order in which they were looked up, repetitions included. */
  readonly jndi: string[]
  /** Values asked for, such as `env:USER`, each once, whether they are set or not. */
  readonly reads: Set<string>
}

/** Keys that `JavaLookup` knows; it throws IllegalArgumentException for any other. */
const javaKeys = new Set(['version', 'runtime', 'vm', 'os', 'hw', 'locale'])

/**
 * Log4j's Interpolator: the prefix up to the first `:` picks a lookup; without one, or if it has no value, the
 * rest is looked up among the properties. `null` if there is no value.
 */
export function interpolate(
  name: string,
  message: string,
  traits: ReleaseTraits,
  world: World,
  ledger: Ledger,
): string | null {
  const colon = name.indexOf(':')
  if (colon < 0) return property(name, world, ledger)
  const prefix = traits.prefixIgnoresCase ? name.slice(0, colon).toLowerCase() : name.slice(0, colon)
  const key = name.slice(colon + 1)
  const value = traits.prefixes.has(prefix) ? lookUp(prefix, key, message, traits, world, ledger) : null
  return value ?? property(key, world, ledger)
}

function property(name: string, { properties }: World, ledger: Ledger): string | null {
  const value = own(properties, name)
  if (value !== null) ledger.reads.add(name)
  return value
}

function lookUp(
  prefix: string,
  key: string,
  message: string,
  traits: ReleaseTraits,
  world: World,
  ledger: Ledger,
): string | null {
  const read = (part: Readonly<Record<string, string>> | undefined): string | null => {
    ledger.reads.add(`${prefix}:${key}`)
    return own(part, key)
  }
  switch (prefix) {
    case 'jndi':
      // A lookup that fails is null to the substitutor; we never let one succeed.
      ledger.jndi.push(key.includes(':') || key.startsWith('java:comp/env/') ? key : `java:comp/env/${key}`)
      return null
    case 'lower':
      return key.toLowerCase()
    case 'upper':
      return key.toUpperCase()
    case 'date':
      return dateOf(key, world)
    case 'env':
      return read(world.env)
    case 'sys':
      return key === '' ? null : read(world.sys)
    case 'ctx':
      return read(world.ctx)
    case 'java':
      if (javaKeys.has(key)) return read(world.java)
      if (traits.lookupsThrow) throw new Stop('illegal-argument', `there is no java:${key}`)
      return null
    case 'event':
      return key === 'Message' ? message : read(world.event)
    default:
      return null
  }
}

function dateOf(pattern: string, { at = 0, zone = 'UTC' }: World): string {
  return formatDate(pattern, at, zone) ?? shortDate(at, zone)
}

function own(part: Readonly<Record<string, string>> | undefined, key: string): string | null {
  return part !== undefined && Object.hasOwn(part, key) ? (part[key] ?? null) : null
}
