import { type Band, bandOf, isAtLeast, type Log4jVersion } from '../core/index.ts'

/**
 * What differs between releases in how they evaluate `${…}`. Each line was found, or confirmed, by feeding the
 * same strings to the real StrSubstitutor of the releases on both sides of the change.
 */
export interface ReleaseTraits {
  /** `null`: the release is too old to have a JNDI lookup. */
  readonly band: Band | null
  /** Whether variables inside a name are evaluated before it is looked up. */
  readonly nested: boolean
  /** Whether `JNDI:` is `jndi:`. */
  readonly prefixIgnoresCase: boolean
  /** Whether `:\-` stands for `:-` in a name. */
  readonly delimiterEscape: boolean
  /** Whether `:-` introduces a default. */
  readonly defaults: boolean
  /** Whether an escape before the first variable of a text makes the substitutor fail: a bug of 2.0-beta9. */
  readonly failsAfterEscape: boolean
  /** Whether the value of a variable is evaluated again; ended by the fix of CVE-2021-45105. */
  readonly recursive: boolean
  /** Whether a lookup that throws loses the event, instead of having no value. */
  readonly lookupsThrow: boolean
  /** Prefixes that have a lookup; with any other, a name is looked up without its prefix. */
  readonly prefixes: ReadonlySet<string>
  /** How often `%m` of PatternLayout evaluates a message by default: not, once, or once for every `${` in it. */
  readonly messages: 'not' | 'once' | 'repeatedly'
}

const known = new WeakMap<Log4jVersion, ReleaseTraits>()

/** Found out once for each version: a hunter evaluates millions of texts by the same few releases. */
export function traitsOfRelease(version: Log4jVersion): ReleaseTraits {
  let traits = known.get(version)
  if (traits === undefined) {
    traits = findTraits(version)
    known.set(version, traits)
  }
  return traits
}

function findTraits(version: Log4jVersion): ReleaseTraits {
  const band = bandOf(version)
  const since = (text: string): boolean => isAtLeast(version, text)
  const [, minor, patch] = version.numbers
  const fixed45105 = since('2.17.0') || (minor === 12 && patch >= 3) || (minor === 3 && patch >= 1)
  return {
    band,
    nested: since('2.8'),
    prefixIgnoresCase: since('2.8'),
    delimiterEscape: since('2.13.1') || (minor === 3 && patch >= 1),
    defaults: since('2.0'),
    failsAfterEscape: !since('2.0'),
    recursive: !fixed45105,
    lookupsThrow: !fixed45105,
    prefixes: new Set([
      ...(band !== null && (band !== 'D' || (since('2.15.0') && !since('2.16.0'))) ? ['jndi'] : []),
      ...Object.entries(prefixesSince).flatMap(([release, prefixes]) => (since(release) ? prefixes : [])),
    ]),
    messages: band === null || band === 'D' ? 'not' : since('2.6') ? 'repeatedly' : 'once',
  }
}

/** The first release whose Interpolator has a prefix, read from the Interpolators of 2.0-beta9 to 2.26.1. */
const prefixesSince: Readonly<Record<string, readonly string[]>> = {
  '2.0-alpha1': ['env', 'sys', 'ctx', 'date', 'map', 'sd'],
  '2.0': ['bundle'],
  '2.1': ['java', 'jvmrunargs'],
  '2.4': ['log4j', 'main', 'marker'],
  '2.13.0': ['lower', 'upper'],
  '2.13.2': ['event'],
}
