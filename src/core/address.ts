/** An IP address as a number, so that ranges are comparisons. */
export interface IpAddress {
  readonly version: 4 | 6
  readonly value: bigint
}

export interface Cidr {
  readonly version: 4 | 6
  readonly first: bigint
  readonly last: bigint
}

/** Reads an IPv4 or IPv6 literal (RFC 4291 section 2.2), without brackets or zone. IPv4-mapped ones are IPv4. */
export function readAddress(text: string): IpAddress | null {
  const v4 = readIpv4(text)
  if (v4 !== null) return { version: 4, value: v4 }
  const v6 = readIpv6(text)
  if (v6 === null) return null
  return v6 >> 32n === 0xffffn ? { version: 4, value: v6 & 0xffffffffn } : { version: 6, value: v6 }
}

/**
 * Reads an address as a JVM does that is given it as the name of a host (`InetAddress.getByName`; textToNumericFormatV4 of
 * OpenJDK's sun.net.util.IPAddressUtil): of IPv4 the last of one to four decimal numbers stands for all bytes that are
 * left, so that `2130706433` and `127.1` are 127.0.0.1.
 */
export function readHostAddress(text: string): IpAddress | null {
  const parts = text.split('.')
  if (text.length > longestIpv4 || parts.length > 4 || !parts.every((part) => /^\d+$/.test(part)))
    return readAddress(text)
  const last = BigInt(parts.pop() ?? '')
  const free = BigInt(8 * (4 - parts.length))
  if (last >> free !== 0n || parts.some((part) => Number(part) > 255)) return null
  return {
    version: 4,
    value: parts.reduceRight((value, part, at) => value + (BigInt(part) << BigInt(24 - 8 * at)), last),
  }
}

/** In characters; a JVM takes nothing longer for an address. */
const longestIpv4 = 15

/** Reads `10.0.0.0/8` or `2001:db8::/32`; bits below the prefix are ignored. A lone address is a range of one. */
export function readCidr(text: string): Cidr | null {
  const [literal = '', length, ...more] = text.split('/')
  const address = readAddress(literal)
  if (address === null || more.length > 0) return null
  const bits = address.version === 4 ? 32 : 128
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null
  const prefix = length === undefined ? bits : Number(length)
  if (prefix > bits) return null
  const size = 1n << BigInt(bits - prefix)
  const first = (address.value / size) * size
  return { version: address.version, first, last: first + size - 1n }
}

export function contains(range: Cidr, address: IpAddress): boolean {
  return range.version === address.version && range.first <= address.value && address.value <= range.last
}

/** Every address of a range, in order, one at a time: a /8 costs no more memory than a /32. */
export function* addressesOf({ version, first, last }: Cidr): Generator<string> {
  for (let value = first; value <= last; value++) yield showAddress({ version, value })
}

/** RFC 5952: lower case, the longest run of zeros shortened. */
export function showAddress({ version, value }: IpAddress): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.')
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16))
  const zeros = /(?:^|:)0(?::0)+(?=:|$)/g
  const longest = [...groups.join(':').matchAll(zeros)].reduce((a, [b]) => (b.length > a.length ? b : a), '')
  if (longest === '') return groups.join(':')
  const shortened = groups.join(':').replace(longest, longest.startsWith(':') ? '::' : '::')
  return shortened.replace(/:::+/, '::')
}

/**
 * Ranges that never leave an organisation: loopback, private, link-local and unique-local addresses, and shared
 * carrier space (RFC 1122, 1918, 3927, 4193, 4291, 6598).
 */
const privateRanges = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
  '::1/128',
  'fe80::/10',
  'fc00::/7',
].flatMap((text) => readCidr(text) ?? [])

export function isPrivate(address: IpAddress): boolean {
  return privateRanges.some((range) => contains(range, address))
}

function readIpv4(text: string): bigint | null {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  let value = 0n
  for (const part of parts) {
    // A leading zero means octal to some readers and not to others, so it is refused.
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null
    value = value * 256n + BigInt(part)
  }
  return value
}

function readIpv6(text: string): bigint | null {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text)) return null
  const halves = text.split('::')
  if (halves.length > 2) return null
  const groups = halves.map((half) => (half === '' ? [] : readGroups(half)))
  const [head, tail] = groups
  if (head === undefined || head === null || tail === null) return null
  const count = head.length + (tail?.length ?? 0)
  if (tail === undefined ? count !== 8 : count > 7) return null
  const all = [...head, ...Array.from({ length: 8 - count }, () => 0), ...(tail ?? [])]
  return all.reduce((value, group) => value * 65_536n + BigInt(group), 0n)
}

/** Groups of 16 bits; the last may be an IPv4 address. */
function readGroups(text: string): number[] | null {
  const groups: number[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    const v4 = i === parts.length - 1 && part.includes('.') ? readIpv4(part) : null
    if (v4 !== null) groups.push(Number(v4 >> 16n), Number(v4 & 0xffffn))
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return null
  }
  return groups
}
