import { readFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { endianness } from 'node:os'
import { type Endpoint, readAddress } from '../../../core/index.ts'

/**
 * How many datagrams the system has dropped of those that came for a socket of this process, since it was opened; `null`
 * where it does not say.
 *
 * @see https://docs.kernel.org/networking/proc_net_tcp.html (the columns are those of TCP, with `drops` behind them)
 */
export function systemDrops(at: Endpoint): number | null {
  try {
    return dropsIn(readFileSync(isIPv6(at.address) ? '/proc/net/udp6' : '/proc/net/udp', 'latin1'), at)
  } catch {
    return null
  }
}

/** The same, in what the system wrote. */
export function dropsIn(table: string, { address, port }: Endpoint): number | null {
  const local = `${hexOf(address)}:${port.toString(16).padStart(4, '0')}`.toUpperCase()
  for (const line of table.split('\n')) {
    const columns = line.trim().split(/ +/)
    if (columns[1] === local) return Number(columns.at(-1))
  }
  return null
}

/** In words of four octets, each as this machine has it in memory. */
function hexOf(address: string): string {
  const read = readAddress(address)
  if (read === null) return ''
  const isWide = isIPv6(address)
  // An IPv4 address in an IPv6 one was read as what it is.
  const value = isWide && read.version === 4 ? (0xffffn << 32n) | read.value : read.value
  const octets =
    value
      .toString(16)
      .padStart(isWide ? 32 : 8, '0')
      .match(/../g) ?? []
  const words = Array.from({ length: octets.length / 4 }, (_, i) => octets.slice(4 * i, 4 * i + 4))
  return words.map((word) => (endianness() === 'LE' ? word.reverse() : word).join('')).join('')
}
