import type { Gap } from '../core/index.ts'
import type { ReleaseTraits } from './release-traits.ts'
import { formatDate, isKnownZone, shortDate } from './simple-date-format.ts'
import { Stop } from './stop.ts'
import type { World } from './world.ts'

/** What one evaluation has asked of its world so far. */
export interface Ledger {
  /** JNDI names in the order in which they were looked up, repetitions included. */
  readonly jndi: string[]
  /** Values asked for, such as `env:USER`, each once, whether they are set or not. */
  readonly reads: Set<string>
  /** What was asked for that we cannot answer as a JVM would. */
  readonly gaps: Gap[]
}

/** Lookups of Log4j's own modules; each has a value only where its module is on the class path. */
const modulePrefixes = new Set(['docker', 'k8s', 'kubernetes', 'spring', 'web'])

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
  const known = traits.prefixes.has(prefix) || modulePrefixes.has(prefix)
  const value = known ? lookUp(prefix, key, message, traits, world, ledger) : null
  return value ?? property(key, world, ledger)
}

function property(name: string, { properties }: World, ledger: Ledger): string | null {
  const value = own(properties, name)
  if (value !== null || isGiven(name)) ledger.reads.add(name)
  return value
}

/** Whether every configuration has that property. */
function isGiven(name: string): boolean {
  return name === 'hostName' || name === 'contextName'
}

function lookUp(
  prefix: string,
  key: string,
  message: string,
  traits: ReleaseTraits,
  world: World,
  ledger: Ledger,
): string | null {
  switch (prefix) {
    case 'jndi':
      // A lookup that fails is null to the substitutor; we never let one succeed.
      ledger.jndi.push(key.includes(':') || key.startsWith('java:comp/env/') ? key : `java:comp/env/${key}`)
      return null
    case 'lower':
      return isRootCased(world) ? key.toLowerCase() : key.toLocaleLowerCase(world.locale?.slice(0, 2))
    case 'upper':
      return isRootCased(world) ? key.toUpperCase() : key.toLocaleUpperCase(world.locale?.slice(0, 2))
    case 'date':
      return dateOf(key, world, ledger)
    case 'env':
      return read(prefix, key, world.env, ledger)
    case 'sys':
      return key === '' ? null : read(prefix, key, world.sys, ledger)
    case 'ctx':
      return read(prefix, key, world.ctx, ledger)
    case 'java':
      if (javaKeys.has(key)) return read(prefix, key, world.java, ledger)
      if (traits.lookupsThrow) throw new Stop('illegal-argument', `there is no java:${key}`)
      return null
    case 'event':
      return key === 'Message' ? message : read(prefix, key, world.event, ledger)
    default:
      ledger.reads.add(`${prefix}:${key}`)
      return own(world.others, `${prefix}:${key}`)
  }
}

function read(
  prefix: string,
  key: string,
  part: Readonly<Record<string, string>> | undefined,
  { reads }: Ledger,
): string | null {
  reads.add(`${prefix}:${key}`)
  return own(part, key)
}

/** Only three languages have letter cases of their own; any other locale does as the root locale. */
function isRootCased({ locale = 'en_US' }: World): boolean {
  return !/^(?:az|lt|tr)(?:[_-]|$)/.test(locale)
}

function dateOf(pattern: string, { at = 0, zone = 'UTC', locale = 'en_US' }: World, { gaps }: Ledger): string {
  const gap = (detail: string): void => {
    if (!gaps.some((known) => known.detail === detail))
      gaps.push({ at: `date:${pattern}`, because: 'unsupported', detail })
  }
  if (!isKnownZone(zone)) gap(`the zone ${zone} is taken for UTC`)
  if (!/^en([_-]US)?$/.test(locale)) gap(`dates are written as in en_US, not ${locale}`)
  return formatDate(pattern, at, zone) ?? shortDate(at, zone)
}

function own(part: Readonly<Record<string, string>> | undefined, key: string): string | null {
  return part !== undefined && Object.hasOwn(part, key) ? (part[key] ?? null) : null
}
