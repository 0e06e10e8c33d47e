/** Query types that matter here, by number: https://www.iana.org/assignments/dns-parameters */
export const dnsType = { A: 1, NS: 2, SOA: 6, TXT: 16, AAAA: 28, IXFR: 251, AXFR: 252, ANY: 255 } as const

const names = new Map<number, string>([
  ...Object.entries(dnsType).map(([name, n]) => [n, name] as const),
  [5, 'CNAME'],
  [12, 'PTR'],
  [13, 'HINFO'],
  [15, 'MX'],
  [33, 'SRV'],
  [35, 'NAPTR'],
  [41, 'OPT'],
  [43, 'DS'],
  [46, 'RRSIG'],
  [48, 'DNSKEY'],
  [52, 'TLSA'],
  [64, 'SVCB'],
  [65, 'HTTPS'],
  [99, 'SPF'],
  [257, 'CAA'],
])

/** `A`, `TXT`, …; a type without a name here reads `TYPE65280` (RFC 3597 section 5). */
export function dnsTypeName(type: number): string {
  return names.get(type) ?? `TYPE${type}`
}
