import type { Outgoing } from '../outgoing.ts'
import { addressOf } from './address-of.ts'
import { portOf } from './columns.ts'
import type { ReadRecord } from './format.ts'

/**
 * What the names of an event's values say: of Sysmon's connections (3) and DNS queries (22), of the filtering platform's
 * connections (5156), and of IIS where it logs events.
 *
 * @see https://learn.microsoft.com/en-us/sysinternals/downloads/sysmon#events
 */
export function windowsEvent(
  fields: readonly { readonly name: string | null; readonly value: string }[],
): Omit<ReadRecord, 'when' | 'fields'> {
  const values = new Map<string, string>()
  for (const { name, value } of fields) if (name !== null && value !== '-' && !values.has(name)) values.set(name, value)
  const text = (...names: readonly string[]): string | null => {
    for (const name of names) {
      const value = values.get(name)
      if (value !== undefined) return value
    }
    return null
  }
  const from = addressOf(text('c-ip', 'SourceIp', 'SourceAddress', 'IpAddress', 'ClientIP'))
  const stem = text('cs-uri-stem')
  const saw = sawOf(text, from)
  return {
    from,
    request: stem === null ? null : `${text('cs-method') ?? ''} ${stem}`.trim(),
    userAgent: text('csUser-Agent', 'cs(User-Agent)'),
    ...(saw === null ? {} : { saw }),
  }
}

/** `%%14592`: inbound, of the filtering platform. */
const inbound = '%%14592'

function sawOf(text: (...names: readonly string[]) => string | null, from: string | null): Outgoing | null {
  const name = text('QueryName')
  if (name !== null) return { is: 'dns-query', name, by: from }
  const to = addressOf(text('DestinationIp', 'DestAddress'))
  if (to === null || text('Direction') === inbound) return null
  const port = portOf(text('DestinationPort', 'DestPort'))
  // The filtering platform states protocols by their numbers.
  const stated = text('Protocol')?.toLowerCase() ?? null
  const protocol = stated === '6' ? 'tcp' : stated === '17' ? 'udp' : stated
  return { is: 'connection', to, name: addressOf(text('DestinationHostname')), port, by: from, protocol }
}
