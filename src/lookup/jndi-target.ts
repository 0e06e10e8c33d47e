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
      /** Refused by JDKs since the updates of October 2022, unless their older URL parsing is asked for. */
      readonly onlyOlderJdks: boolean
    }
  /** `${jndi:dns:NAME}`: no server is named, so the machine's own resolver is asked. */
  | { readonly is: 'resolver'; readonly path: string }
  | { readonly is: 'nothing'; readonly because: string }

const defaultPorts: Readonly<Record<LookupScheme, number>> = { ldap: 389, ldaps: 636, rmi: 1099, dns: 53 }

/**
 * Reads a JNDI name as the URL providers of the JDK do with their original ("legacy") parsing, which JDKs before
 * October 2022 use. The scheme is case-sensitive: `LDAP:` has no provider.
 *
 * @see https://www.oracle.com/java/technologies/javase/11-0-17-relnotes.html (com.sun.jndi.ldapURLParsing)
 */
export function readJndiName(name: string): JndiTarget {
  const [, scheme, rest = ''] = /^([^/:]+):(.*)$/s.exec(name) ?? []
  if (!isScheme(scheme))
    return nothing(scheme === undefined ? 'it names no provider' : `there is no provider for ${scheme}:`)
  if (!rest.startsWith('//')) return withoutAuthority(scheme, rest)
  // The RMI provider ends its authority at a fragment too.
  const end = rest.slice(2).search(scheme === 'rmi' ? /[/#]/ : /\//)
  const authority = end < 0 ? rest.slice(2) : rest.slice(2, end + 2)
  const path = end < 0 ? '' : rest.slice(end + (rest.charAt(end + 2) === '/' ? 3 : 2))
  if (scheme === 'rmi' && authority.includes('@')) return nothing('the RMI provider takes no user')
  if (scheme === 'dns' && /[@#]/.test(authority)) return nothing('the DNS provider takes no user and no fragment')
  const place = readAuthority(authority)
  if (place === null) return nothing(`${authority} is no host and port`)
  const { host, port } = place
  return {
    is: 'contact',
    scheme,
    host: host === '' ? null : host,
    port: port ?? defaultPorts[scheme],
    path,
    onlyOlderJdks: scheme.startsWith('ldap') && /[#@%_\s"<>\\^`{|}]/.test(host),
  }
}

function withoutAuthority(scheme: LookupScheme, rest: string): JndiTarget {
  const path = rest.replace(/^\//, '')
  if (scheme === 'dns') return { is: 'resolver', path }
  return { is: 'contact', scheme, host: null, port: defaultPorts[scheme], path, onlyOlderJdks: false }
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

function isScheme(scheme: string | undefined): scheme is LookupScheme {
  return scheme !== undefined && Object.hasOwn(defaultPorts, scheme)
}

function nothing(because: string): JndiTarget {
  return { is: 'nothing', because }
}
