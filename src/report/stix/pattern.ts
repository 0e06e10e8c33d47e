import type { Indicator } from '../indicators.ts'

/**
 * A pattern of STIX 2.1 (section 9) that matches whoever asks for it: the name that is resolved, or the address that is
 * connected to. Values of indicators have no quote and no backslash.
 */
export function stixPattern({ kind, value, below }: Indicator): string {
  switch (kind) {
    case 'domain':
      return below
        ? `[domain-name:value = '${value}'] OR [domain-name:value LIKE '%.${value}']`
        : `[domain-name:value = '${value}']`
    case 'ipv4':
      return `[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '${value}']`
    case 'ipv6':
      return `[network-traffic:dst_ref.type = 'ipv6-addr' AND network-traffic:dst_ref.value = '${value}']`
  }
}
