import type { Intent, Token } from '../core/index.ts'
import type { LookupScheme, LookupTarget } from '../lookup/index.ts'
import type { CallbackAddress } from './ports.ts'

/**
 * Where the lookup of one payload must go so that it reaches our listener and names the token.
 *
 * The JNDI DNS provider asks the server in the URL itself, so it needs our address and no zone. Every other
 * provider is given a name of our zone where there is one: its resolution alone is evidence, and does not exist
 * for the intent `prove`, so that no connection follows.
 */
export function lookupTargetOf(
  scheme: LookupScheme,
  token: Token,
  intent: Intent,
  listener: CallbackAddress,
): LookupTarget {
  const { zone, address, dnsPort, tcpPort } = listener
  const literal = address.includes(':') ? `[${address}]` : address
  if (scheme === 'dns') return { scheme, host: literal, port: dnsPort, path: token }
  if (zone === null) return { scheme, host: literal, port: tcpPort, path: token }
  // With a name that does not exist the port does not matter, and the provider's default keeps the payload short.
  return { scheme, host: `${token}.${zone}`, port: intent === 'prove' ? null : tcpPort, path: token }
}
