import { incomplete, malformed, oversized, type Reading } from './reading.ts'

/** One element of BER (ITU-T X.690 section 8.1) with its place in the bytes it was read from. */
export interface BerElement {
  /** Class, form and number in one byte: LDAP uses no tag number above 30. */
  readonly tag: number
  readonly content: Uint8Array
}

export const berTag = { boolean: 0x01, integer: 0x02, octetString: 0x04, enumerated: 0x0a, sequence: 0x30 } as const

/**
 * Reads the element at the front of `bytes`. Only definite lengths, as LDAP demands (RFC 4511 section 5.1), of at
 * most four octets; an element of more than `maxBytes` in all is refused as soon as its length is known.
 */
export function readBer(bytes: Uint8Array, maxBytes: number): Reading<BerElement> {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined) return incomplete
  if ((tag & 0x1f) === 0x1f) return malformed('a tag of more than one byte')
  const octets = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80) return malformed('an indefinite length')
  if (octets > 4) return malformed('a length of more than four octets')
  if (bytes.length < 2 + octets) return incomplete
  let size = octets === 0 ? first : 0
  for (let i = 0; i < octets; i++) size = size * 256 + (bytes[2 + i] ?? 0)
  const length = 2 + octets + size
  if (length > maxBytes) return oversized
  if (bytes.length < length) return incomplete
  return { is: 'read', value: { tag, content: bytes.subarray(2 + octets, length) }, length }
}

/** The elements inside a constructed one, in order. `null` if they do not fill it exactly or exceed `maxCount`. */
export function readBerList(content: Uint8Array, maxCount = 64): readonly BerElement[] | null {
  const elements: BerElement[] = []
  for (let rest = content; rest.length > 0; ) {
    const reading = readBer(rest, rest.length)
    if (reading.is !== 'read' || elements.length === maxCount) return null
    elements.push(reading.value)
    rest = rest.subarray(reading.length)
  }
  return elements
}

/** A non-negative INTEGER or ENUMERATED below 2^31; `null` for any other. */
export function readBerNumber({ content }: BerElement): number | null {
  if (content.length === 0 || content.length > 4 || (content[0] ?? 0) >= 0x80) return null
  return content.reduce((n, byte) => n * 256 + byte, 0)
}
