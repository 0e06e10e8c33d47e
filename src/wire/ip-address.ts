/** The bytes of an IPv4 (4) or IPv6 (16) address literal, without brackets and zone; `null` if it is none. */
export function readIpAddress(text: string): Uint8Array | null {
  return text.includes(':') ? readIpv6(text) : readIpv4(text)
}

function readIpv4(text: string): Uint8Array | null {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  const bytes = parts.map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256))
  return bytes.every((byte) => byte < 256) ? Uint8Array.from(bytes) : null
}

/** RFC 4291 section 2.2: eight groups, at most one `::`, perhaps with an IPv4 address as its last four bytes. */
function readIpv6(text: string): Uint8Array | null {
  const [head = '', tail, more] = text.split('::')
  if (more !== undefined) return null
  const front = readGroups(head, tail === undefined)
  const back = tail === undefined ? [] : readGroups(tail, true)
  if (front === null || back === null) return null
  const missing = 16 - front.length - back.length
  if (tail === undefined ? missing !== 0 : missing < 2) return null
  return Uint8Array.from([...front, ...new Array<number>(missing).fill(0), ...back])
}

function readGroups(text: string, isLast: boolean): readonly number[] | null {
  if (text === '') return []
  const groups = text.split(':')
  const bytes: number[] = []
  for (const [i, group] of groups.entries()) {
    const v4 = isLast && i === groups.length - 1 ? readIpv4(group) : null
    if (v4 !== null) bytes.push(...v4)
    else if (/^[0-9a-f]{1,4}$/i.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255)
    else return null
  }
  return bytes
}
