import { type CorbaAddress, type CorbaScheme, isCorba, readCorbaName } from './corba-name.ts'
import type { LookupScheme } from './form.ts'

/** What a JNDI name makes a JDK do. */
export type JndiTarget =
  | {
      readonly is: 'contact'
      readonly scheme: LookupScheme
      /** `null`: this very machine. IPv6 in brackets, as written. */
      readonly host: string | null
      /** The port in the name, or the provider's default. */
      readonly port: number
      /** What is asked for there: a base DN, a bound name, a DNS name; percent-escapes as written. */
      readonly path: string
      /**
       * Set where an LDAP name has no host and its base DN ends in `dc=` parts: the servers of this domain are asked
       * for first, as the SRV records of `_ldap._tcp.DOMAIN`.
       */
      readonly domain: string | null
      readonly parsing: UrlParsing
    }
  /** `${jndi:dns:NAME}`: no server is named, so the machine's own resolver is asked. */
  | { readonly is: 'resolver'; readonly path: string }
  /** Only JDKs up to 10 have a provider; `because` says so. */
  | ({ readonly is: 'corba'; readonly scheme: CorbaScheme; readonly because: string } & CorbaAddress)
  | { readonly is: 'nothing'; readonly because: string }

/**
 * The strictest of the JDK's ways to read an LDAP URL that takes a name. JDKs before the updates of October 2022 are
 * `legacy`, later ones `compat` by default; `-Dcom.sun.jndi.ldapURLParsing` chooses.
 *
 * @see https://www.oracle.com/java/technologies/javase/11-0-17-relnotes.html
 */
export type UrlParsing = 'strict' | 'compat' | 'legacy'

const defaultPorts: Readonly<Record<LookupScheme, number>> = { ldap: 389, ldaps: 636, rmi: 1099, dns: 53 }

/** Whether some JDK contacts something for a name. */
export function isContacted(name: string): boolean {
  return readJndiName(name).is !== 'nothing'
}

/** Reads a JNDI name as the URL providers of the JDK do. The scheme is case-sensitive: `LDAP:` has no provider. */
export function readJndiName(name: string): JndiTarget {
  const [, scheme, rest = ''] = /^([^/:]+):(.*)$/s.exec(name) ?? []
  if (scheme === undefined) return nothing('it names no provider')
  if (isCorba(scheme)) return byCorba(scheme, rest)
  if (!isScheme(scheme)) return nothing(`there is no provider for ${scheme}:`)
  if (isLdap(scheme) && rest.includes('?')) return nothing('the LDAP provider takes no query')
  if (!rest.startsWith('//')) return withoutAuthority(scheme, rest)
  // The RMI provider ends its authority at a fragment too.
  const end = rest.slice(2).search(scheme === 'rmi' ? /[/#]/ : /\//)
  const authority = end < 0 ? rest.slice(2) : rest.slice(2, end + 2)
  const path = end < 0 ? '' : rest.slice(end + (rest.charAt(end + 2) === '/' ? 3 : 2))
  if (scheme === 'rmi' && authority.includes('@')) return nothing('the RMI provider takes no user')
  if (scheme === 'dns' && /[@#]/.test(authority)) return nothing('the DNS provider takes no user and no fragment')
  if (scheme === 'rmi' && path === '') return nothing('the RMI provider does not connect without a name to ask for')
  const place = readAuthority(authority)
  if (place === null) return nothing(`${authority} is no host and port`)
  const host = place.host === '' ? null : place.host
  return {
    is: 'contact',
    scheme,
    host,
    port: place.port ?? defaultPorts[scheme],
    path: scheme === 'dns' ? path.replace(/\?.*$/s, '') : path,
    domain: isLdap(scheme) && host === null && place.port === null ? domainOf(path) : null,
    parsing: isLdap(scheme) ? parsingOf(rest, place.host) : 'strict',
  }
}

/** Its providers left the JDK with CORBA: https://openjdk.org/jeps/320 */
function byCorba(scheme: CorbaScheme, rest: string): JndiTarget {
  const address = readCorbaName(scheme, rest)
  if (address === null) return nothing(`${rest} is no address of CORBA`)
  const because = `a JDK from 11 on has no provider for ${scheme}:, and only those before do`
  return { is: 'corba', scheme, because, ...address }
}

function withoutAuthority(scheme: LookupScheme, rest: string): JndiTarget {
  const path = rest.replace(/^\//, '')
  if (scheme === 'dns') return { is: 'resolver', path }
  if (scheme === 'rmi' && path === '') return nothing('the RMI provider does not connect without a name to ask for')
  const domain = isLdap(scheme) ? domainOf(path) : null
  const parsing = isLdap(scheme) ? parsingOf(rest, '') : 'strict'
  return { is: 'contact', scheme, host: null, port: defaultPorts[scheme], path, domain, parsing }
}

/** The port is what follows the first colon outside brackets. `null` if it is no number, or a bracket stays open. */
function readAuthority(authority: string): { host: string; port: number | null } | null {
  const bracket = authority.startsWith('[') ? authority.indexOf(']') : 0
  if (bracket < 0) return null
  const colon = authority.indexOf(':', bracket)
  if (colon < 0) return { host: authority, port: null }
  const digits = authority.slice(colon + 1)
  if (digits === '') return { host: authority.slice(0, colon), port: null }
  if (!/^[+-]?\d{1,10}$/.test(digits)) return null
  return { host: authority.slice(0, colon), port: Number(digits) }
}

/** `rest` is what follows the scheme's colon. */
function parsingOf(rest: string, host: string): UrlParsing {
  if (/[#@%_\s"<>\\^`{|}]/.test(host)) return 'legacy'
  // Characters that java.net.URI has no place for, and URLs without a slash or with nothing behind two.
  const illegal = /[\s\p{Cc}\p{Z}"<>\\^`{|}#]|%(?![0-9A-Fa-f]{2})/u
  const path = rest.startsWith('//') ? rest.slice(2 + host.length) : rest
  const isWhole = rest.startsWith('/') && rest !== '//'
  return illegal.test(rest) || /[[\]]/.test(path) || !isWhole ? 'compat' : 'strict'
}

/**
 * The domain that the JDK makes of a base DN: its last unbroken run of single `dc=` parts.
 *
 * @see https://github.com/openjdk/jdk/blob/jdk-17-ga/src/java.naming/share/classes/com/sun/jndi/ldap/ServiceLocator.java
 */
function domainOf(dn: string): string | null {
  const labels: string[] = []
  for (const part of dn.split(',').reverse()) {
    const label = /^\s*dc\s*=\s*([^+=\\"]+?)\s*$/i.exec(part)?.[1]
    if (label === undefined) break
    labels.unshift(label)
  }
  return labels.length === 0 ? null : labels.join('.')
}

function isLdap(scheme: LookupScheme): boolean {
  return scheme === 'ldap' || scheme === 'ldaps'
}

function isScheme(scheme: string | undefined): scheme is LookupScheme {
  return scheme !== undefined && Object.hasOwn(defaultPorts, scheme)
}

function nothing(because: string): JndiTarget {
  return { is: 'nothing', because }
}
