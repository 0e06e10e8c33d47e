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
  /** Prefixes that are registered by default; what is not, is looked up without its prefix. */
  readonly prefixes: ReadonlySet<string>
  /** Whether `%m` of PatternLayout evaluates messages by default. */
  readonly messages: boolean
}

export function traitsOfRelease(version: Log4jVersion): ReleaseTraits {
  const band = bandOf(version)
  const since = (text: string): boolean => isAtLeast(version, text)
  const [, minor, patch] = version.numbers
  const fixed45105 = since('2.17.0') || (minor === 12 && patch >= 3) || (minor === 3 && patch >= 1)
  return {
    band,
    nested: since('2.8'),
    prefixIgnoresCase: since('2.8'),
    // 2.13.0 does not have it and 2.13.3 does; the two between were not tried.
    delimiterEscape: since('2.13.1') || (minor === 3 && patch >= 1),
    defaults: since('2.0'),
    failsAfterEscape: !since('2.0'),
    recursive: !fixed45105,
    lookupsThrow: !fixed45105,
    prefixes: new Set(
      [
        ['env', true],
        ['sys', true],
        ['ctx', true],
        ['date', true],
        ['jndi', band !== null && (band !== 'D' || (since('2.15.0') && !since('2.16.0')))],
        ['java', since('2.1')],
        ['lower', since('2.13.0')],
        ['upper', since('2.13.0')],
        ['event', since('2.14.0')],
      ].flatMap(([prefix, known]) => (known === true ? [String(prefix)] : [])),
    ),
    messages: band !== null && band !== 'D',
  }
}
