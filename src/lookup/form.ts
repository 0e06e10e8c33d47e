import type { Band } from '../core/index.ts'

/** The JNDI provider that a lookup makes the JVM ask. */
export type LookupScheme = 'ldap' | 'ldaps' | 'rmi' | 'dns'

/** What a form is asked to look up. */
export interface LookupTarget {
  readonly scheme: LookupScheme
  /** Host name or address literal; IPv6 in brackets. */
  readonly host: string
  /** `null` leaves the port out, so that the provider's default applies. */
  readonly port: number | null
  /** Token or any path; no leading slash, no `}`. */
  readonly path: string
}

/**
 * One way to write a lookup. Adding one is one file, its test and one line in `forms/index.ts`.
 * Law: on each band of `firesOn`, evaluating `write(target)` looks up exactly `meaning(target, band)`, on any
 * other nothing that a JVM contacts the target's host for; a test asserts it with our evaluator and with real releases.
 */
export interface LookupForm {
  /** Also the file's name, and the word for `--forms`. */
  readonly id: string
  readonly summary: string
  /** The providers that it can name. */
  readonly schemes: readonly LookupScheme[]
  readonly firesOn: readonly Band[]
  /** Where it was seen: the tools and campaigns that use it. */
  readonly seenIn: readonly string[]
  /** The smallest profile of `probe` that tries it; `null`: only where it is asked for by name or by its purpose. */
  readonly profile: 'quick' | 'standard' | 'deep' | null
  /** The path is left out, so a token must be in the host name, and that needs a zone. */
  readonly needsZone: boolean
  write(target: LookupTarget): string
  /** The JNDI name that a release of `band` looks up when it evaluates what `write` wrote. */
  meaning(target: LookupTarget, band: Band): string
}

/** `ldap://host:1389/path`, as a JNDI name. */
export function urlOf({ scheme, host, port, path }: LookupTarget): string {
  return `${scheme}:${afterScheme({ host, port, path })}`
}

/** What follows the scheme and its colon. */
export function afterScheme({ host, port, path }: Pick<LookupTarget, 'host' | 'port' | 'path'>): string {
  return `//${host}${port === null ? '' : `:${port}`}/${path}`
}

const allSchemes: readonly LookupScheme[] = ['ldap', 'ldaps', 'rmi', 'dns']

/** A form that disguises only `jndi:` and the scheme, and means the plain URL wherever it fires. */
export function disguise(
  words: Pick<LookupForm, 'id' | 'summary' | 'firesOn' | 'seenIn'> & Partial<Pick<LookupForm, 'schemes' | 'profile'>>,
  write: (target: LookupTarget) => string,
): LookupForm {
  return { schemes: allSchemes, profile: 'deep', needsZone: false, ...words, write, meaning: urlOf }
}
