import type { Band } from '../core/index.ts'

/** What a form is asked to look up. */
export interface LookupTarget {
  /** Host name or address literal; IPv6 in brackets. */
  readonly host: string
  /** `null` leaves the port out, so that the provider's default applies. */
  readonly port: number | null
  /** Token or any path; no leading slash, no `}`. */
  readonly path: string
}

/** The provider that a form makes the JVM ask. */
export type LookupScheme = 'ldap' | 'ldaps' | 'rmi' | 'dns'

/**
 * One way to write a lookup. Adding one is one file, its test and one line in `forms/index.ts`.
 * Law: on each band of `firesOn`, evaluating `write(target)` looks up exactly `meaning(target)`, on no other
 * band anything; a test asserts it with our evaluator and with real releases.
 */
export interface LookupForm {
  /** Also the file's name, and the word for `--forms`. */
  readonly id: string
  readonly summary: string
  readonly scheme: LookupScheme
  readonly firesOn: readonly Band[]
  /** Where it was seen: the tools and campaigns that use it. */
  readonly seenIn: readonly string[]
  /** The smallest profile of `probe` that tries it. */
  readonly profile: 'quick' | 'standard' | 'deep'
  write(target: LookupTarget): string
  /** The JNDI name that a release of `band` looks up when it evaluates what `write` wrote. */
  meaning(target: LookupTarget, band: Band): string
}
