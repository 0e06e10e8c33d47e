/** Whom a name of CORBA has a JDK ask, and for what. */
export interface CorbaAddress {
  /** `null`: this very machine. IPv6 in brackets, as written. */
  readonly host: string | null
  readonly port: number
  readonly path: string
}

/** Ports where a name has none: CORBA's own, and those of the JDK's providers. */
const defaultPorts = { corbaname: 2809, iiop: 900, iiopname: 9999 } as const

export type CorbaScheme = keyof typeof defaultPorts

export function isCorba(scheme: string): scheme is CorbaScheme {
  return Object.hasOwn(defaultPorts, scheme)
}

/**
 * Reads what follows the scheme's colon. Of several addresses the first is given, which is asked first. `null`: no address
 * stands there.
 *
 * @see https://www.omg.org/spec/NAM/1.3 section 2.5.1 and 2.5.3 (corbaloc and corbaname)
 * @see https://docs.oracle.com/javase/8/docs/technotes/guides/jndi/jndi-cos.html (iiop and iiopname)
 */
export function readCorbaName(scheme: CorbaScheme, rest: string): CorbaAddress | null {
  const [start] = (scheme === 'corbaname' ? /^(?:iiop)?:/ : /^\/\//).exec(rest) ?? []
  if (start === undefined) return null
  const [addresses = '', path = ''] = splitAt(rest.slice(start.length), scheme === 'corbaname' ? /[/#]/ : /\//)
  const [first = ''] = addresses.split(',', 1)
  const address = scheme === 'iiop' ? first : first.replace(/^\d{1,9}\.\d{1,9}@/, '')
  const [, host, port] = /^(\[[^\]]*\]|[^:[\]]*)(?::(\d{1,5}))?$/.exec(address) ?? []
  if (host === undefined) return null
  return { host: host === '' ? null : host, port: port === undefined ? defaultPorts[scheme] : Number(port), path }
}

function splitAt(text: string, separator: RegExp): readonly string[] {
  const at = text.search(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
