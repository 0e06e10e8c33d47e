/** `::ffff:192.0.2.1`, as a dual-stack socket names an IPv4 peer, is 192.0.2.1. */
export function unmapped(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address
}
