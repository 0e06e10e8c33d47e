/**
 * What logs that number protocols mean, of those that matter here.
 *
 * @see https://www.iana.org/assignments/protocol-numbers
 */
export function ipProtocol(number: string | null): string | null {
  return number === '6' ? 'tcp' : number === '17' ? 'udp' : null
}
