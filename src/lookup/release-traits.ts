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
  /** Whether the value of a variable is evaluated again. */
  readonly recursive: boolean
  /** Prefixes that are registered by default; what is not, is looked up without its prefix. */
  readonly prefixes: ReadonlySet<string>
  /** Whether `%m` of PatternLayout evaluates messages by default. */
  readonly messages: boolean
}

export function traitsOfRelease(version: Log4jVersion): ReleaseTraits {
  const band = bandOf(version)
  const since = (text: string): boolean => isAtLeast(version, text)
  return {
    band,
    nested: since('2.8'),
    prefixIgnoresCase: since('2.8'),
    delimiterEscape: since('2.8'),
    recursive: true,
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
