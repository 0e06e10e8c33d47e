const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The text of bytes: UTF-8, and each byte that is none of it the character of Latin-1. No byte is lost, and one that is
 * wrong does not change how the others are read.
 */
export function textOf(bytes: Uint8Array): string {
  const text = utf8.decode(bytes)
  return text.includes('\ufffd') ? mixed(bytes) : text
}

function mixed(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceAt(bytes, at)
    // One character at a time where it is not ASCII: what is decoded here is short, or broken.
    text += length > 1 ? utf8.decode(bytes.subarray(at, at + length)) : String.fromCharCode(bytes[at] ?? 0)
    at += length
  }
  return text
}

/** How many bytes the well-formed sequence at `at` has; 1 for ASCII, and for a byte that begins none (RFC 3629 §4). */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  const length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 1
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0
    const [least, most] = i === 1 ? secondByte(lead) : [0x80, 0xbf]
    if (byte < least || byte > most) return 1
  }
  return length
}

/** Overlong forms, surrogates and what lies beyond Unicode are told by the second byte. */
function secondByte(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf]
  if (lead === 0xed) return [0x80, 0x9f]
  if (lead === 0xf0) return [0x90, 0xbf]
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf]
}
