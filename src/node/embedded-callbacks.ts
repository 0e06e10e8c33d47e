import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { CallbackAddress, Callbacks } from '../probe/index.ts'
import type { Listener } from './listener/listener-options.ts'
import { localAddressTowards } from './route.ts'

/**
 * Callbacks that arrive at a listener in this process. Payloads name `address`, or, if that is `null`, the address
 * of this machine from which the target is reached.
 */
export function embeddedCallbacks(listener: Listener, zone: string | null, address: string | null): Callbacks {
  const dnsPort = listener.dns[0]?.port ?? 0
  const tcpPort = listener.tcp[0]?.port ?? 0
  const at = (literal: string): CallbackAddress => ({ zone, address: literal, dnsPort, tcpPort })
  return {
    subscribe: (hear) => listener.subscribe(hear),
    async addressFor({ host }) {
      if (address !== null) return at(address)
      try {
        const literal = isIP(host) === 0 ? (await lookup(host)).address : host
        return at(await localAddressTowards(literal))
      } catch {
        // The request itself will say what is wrong with the name or the route.
        return at(anyAddress())
      }
    },
  }
}

function anyAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'
}
