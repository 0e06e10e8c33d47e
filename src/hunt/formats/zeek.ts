import type { Instant } from '../../core/index.ts'
import type { Outgoing } from '../outgoing.ts'
import { answered } from './answered.ts'
import type { ReadRecord } from './format.ts'

/** The columns of a record of Zeek by their names: `id.orig_h`. */
export interface ZeekRow {
  value(name: string): string | null
  port(name: string): number | null
  has(name: string): boolean
}

/** What the names of a record's columns say of it: http, dns, ssl, ldap, conn and all others with the four of a connection. */
export function zeekRecord(row: ZeekRow, when: Instant | null): Omit<ReadRecord, 'fields'> {
  const method = row.value('method')
  const uri = row.value('uri')
  const saw = sawOf(row)
  return {
    when,
    from: row.value('id.orig_h') ?? row.value('src'),
    request: uri === null ? null : method === null ? uri : `${method} ${uri}`,
    userAgent: row.value('user_agent'),
    ...(saw === null ? {} : { saw }),
  }
}

function sawOf(row: ZeekRow): Outgoing | null {
  const by = row.value('id.orig_h')
  const query = row.value('query')
  if (query !== null && (row.has('qtype_name') || row.has('rcode_name') || row.has('qtype')))
    return { is: 'dns-query', name: query, by, ...answered(row.value('answers')?.split(',') ?? []) }
  const to = row.value('id.resp_h')
  if (to === null) return null
  const name = row.value('server_name') ?? (row.has('uri') ? row.value('host') : null)
  const asked = row.value('base_object') ?? row.value('object')
  const port = row.port('id.resp_p')
  return { is: 'connection', to, name, port, by, protocol: protocolOf(row), ...(asked === null ? {} : { asked }) }
}

function protocolOf(row: ZeekRow): string | null {
  if (row.has('uri') && row.has('method')) return 'http'
  if (row.has('server_name') && row.has('cipher')) return 'tls'
  if (row.has('message_id') && (row.has('opcode') || row.has('base_object'))) return 'ldap'
  return (row.value('service') ?? row.value('proto'))?.toLowerCase() ?? null
}
