import { type Cidr, contains, type IpAddress, isPrivate, readAddress, readCidr } from './address.ts'
import type { Branded } from './brand.ts'
import { type Instant, showInstant } from './instant.ts'

/** An absolute http(s) URL that passed {@link admit}. There is no other way to make one. */
export type Target = Branded<string, 'Target'>

/** Written leave to test: who gave it, for what, until when. */
export interface Authorisation {
  readonly grantedBy: string
  /** Exact host names, or `*.` followed by a parent domain. */
  readonly hosts: readonly string[]
  readonly cidrs: readonly string[]
  /** `null`: all. */
  readonly ports: readonly number[] | null
  readonly until: Instant
}

/**
 * What a run may contact. Without any leave that is loopback and private addresses; with a person's word it is
 * what that person was asked for, everything in the target list.
 */
export type Scope =
  | { readonly is: 'private-only' }
  | { readonly is: 'granted'; readonly by: Authorisation }
  | { readonly is: 'confirmed'; readonly by: string }

/** Whether something may be contacted: `null`, or why not, in a sentence without a final dot. */
export type Refusal = string | null

/**
 * The first gate: a URL, before its name is resolved. A name without a scope is let through here, because only its
 * addresses tell; {@link refuseAddress} asks again for each connection.
 */
export function refuseUrl(url: string, scope: Scope, now: Instant): Refusal {
  if (!URL.canParse(url)) return `${url} is no URL`
  const { protocol, hostname, port } = new URL(url)
  if (!/^https?:$/.test(protocol)) return `${protocol} is not probed, only http: and https:`
  const host = hostname.replace(/^\[|\]$/g, '')
  const address = readAddress(host)
  if (scope.is === 'confirmed') return null
  if (scope.is === 'private-only') return address === null || isPrivate(address) ? null : needsLeave(host)
  const { by } = scope
  if (now > by.until) return `the authorisation of ${by.grantedBy} ended at ${showInstant(by.until)}`
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
  if (by.ports !== null && !by.ports.includes(number))
    return `port ${number} is not covered by the authorisation of ${by.grantedBy}`
  const covered = address === null ? coversHost(by, host) || by.cidrs.length > 0 : coversAddress(by, address)
  return covered ? null : `${host} is not covered by the authorisation of ${by.grantedBy}`
}

/**
 * The second gate: the address that a name resolved to, or the name itself where a proxy resolves it. It is asked for
 * every connection anew, so that a name that comes to mean another machine (DNS rebinding) opens nothing. A covered
 * name may have any public address, because that is its owner's affair; a private or local one must be covered by a
 * range too, or the name could lead inside.
 */
export function refuseAddress(host: string, literal: string, scope: Scope): Refusal {
  if (scope.is === 'confirmed') return null
  // A link-local address may carry a zone (RFC 4007 section 11), which says nothing about whom it belongs to.
  const address = readAddress(literal.replace(/%.*$/, ''))
  if (address === null) return refuseUnresolved(host, scope)
  if (scope.is === 'private-only') return isPrivate(address) ? null : needsLeave(`${host} (${literal})`)
  const { by } = scope
  if (coversAddress(by, address)) return null
  if (readAddress(host) !== null) return `${host} is not covered by the authorisation of ${by.grantedBy}`
  if (!coversHost(by, host))
    return `${literal}, the address of ${host}, is not covered by the authorisation of ${by.grantedBy}`
  return isPrivate(address)
    ? `${host} leads to the private address ${literal}, which no range of the authorisation covers`
    : null
}

/**
 * A name that a proxy resolves, out of our sight: only leave that names it covers it. `localhost` never leaves the
 * machine that it is said on (RFC 6761 section 6.3).
 */
function refuseUnresolved(host: string, scope: Exclude<Scope, { is: 'confirmed' }>): Refusal {
  if (scope.is === 'granted' ? coversHost(scope.by, host) : host.toLowerCase() === 'localhost') return null
  return `where ${host} leads is known to the proxy alone: name it in a scope file, or confirm with --authorised-by`
}

/** Turns a URL into a target. `Refusal` in place of a target says why not. */
export function admit(
  url: string,
  scope: Scope,
  now: Instant,
): { readonly target: Target } | { readonly refusal: string } {
  const refusal = refuseUrl(url, scope, now)
  return refusal === null ? { target: new URL(url).href as Target } : { refusal }
}

function needsLeave(host: string): string {
  return `${host} is public: give a scope file with --scope, or confirm with --authorised-by`
}

function coversHost({ hosts }: Authorisation, host: string): boolean {
  const name = host.toLowerCase()
  return hosts.some((pattern) => {
    const wanted = pattern.toLowerCase()
    return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted
  })
}

function coversAddress({ hosts, cidrs }: Authorisation, address: IpAddress): boolean {
  const ranges: readonly Cidr[] = [...cidrs, ...hosts].flatMap((text) => readCidr(text) ?? [])
  return ranges.some((range) => contains(range, address))
}
