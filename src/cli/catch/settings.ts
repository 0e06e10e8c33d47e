import { type Endpoint, problem, readAddress } from '../../core/index.ts'
import { defaultListenerLimits, type ListenerLimits } from '../../node/index.ts'
import { flagOption, listOption, numberOption, optionInvalid, type RawOptions, textOption } from '../options.ts'
import { readEndpoints } from './endpoints.ts'

export const adminNeedsTls = problem('ADMIN_NEEDS_TLS', (address: string) => ({
  message: `the admin API on ${address} can be reached from elsewhere, and would be served in clear`,
  hint: 'Give --admin-cert and --admin-key, or bind it to 127.0.0.1.',
}))

/** What `catch` was asked to be. */
export interface CatchSettings {
  readonly dns: readonly Endpoint[]
  readonly tcp: readonly Endpoint[]
  readonly admin: Endpoint
  readonly zone: string | null
  readonly publicAddresses: readonly string[]
  readonly onHost: boolean
  readonly limits: ListenerLimits
}

/** Throws a Problem for anything that cannot be. */
export function readSettings(options: RawOptions): CatchSettings {
  const onHost = flagOption(options, 'on-host')
  const any = onHost ? '127.0.0.1' : '0.0.0.0'
  const publicAddresses = listOption(options, 'public-address', ',')
  for (const text of publicAddresses) {
    if (readAddress(text) === null) throw optionInvalid('public-address', text, 'an IPv4 or IPv6 address')
  }
  const [admin] = readEndpoints('admin', listOption(options, 'admin', ','), '127.0.0.1')
  if (admin === undefined) throw optionInvalid('admin', '(nothing)', 'an address and port')
  if (!/^(127\.|::1$)/.test(admin.address) && textOption(options, 'admin-cert') === null)
    throw adminNeedsTls(admin.address)
  return {
    dns: readEndpoints('dns', listOption(options, 'dns', ','), any),
    tcp: readEndpoints('tcp', listOption(options, 'tcp', ','), any),
    admin,
    zone: zoneOf(textOption(options, 'zone')),
    publicAddresses,
    onHost,
    limits: limitsOf(options),
  }
}

/** RFC 1035 section 2.3.1, with underscores as they are used; short enough for a token and a label before it. */
function zoneOf(text: string | null): string | null {
  if (text === null) return null
  const zone = text.toLowerCase().replace(/\.$/, '')
  const label = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?'
  if (zone.length > 200 || !new RegExp(`^${label}(\\.${label})*$`).test(zone))
    throw optionInvalid('zone', text, 'a DNS name')
  return zone
}

function limitsOf(options: RawOptions): ListenerLimits {
  const count = { min: 1, max: 1_000_000, unit: 'connections' }
  const time = { min: 0.1, max: 3_600, unit: 'seconds' }
  return {
    ...defaultListenerLimits,
    maxConnections: numberOption(options, 'max-connections', count),
    maxPerPeer: numberOption(options, 'max-per-peer', count),
    idleMs: numberOption(options, 'idle-timeout', time) * 1_000,
    totalMs: numberOption(options, 'total-timeout', time) * 1_000,
  }
}
