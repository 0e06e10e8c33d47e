const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The bytes of base64 without padding (RFC 4648 §4). */
export function bytesOfBase64(text: string): Uint8Array {
  const values = new Uint8Array(128)
  for (let value = 0; value < 64; value++) values[alphabet.charCodeAt(value)] = value
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  for (let from = 0, to = 0; from < text.length; from += 4, to += 3) {
    let group = 0
    for (let i = 0; i < 4; i++) group = (group << 6) | (values[text.charCodeAt(from + i) & 0x7f] ?? 0)
    bytes[to] = group >> 16
    bytes[to + 1] = group >> 8
    bytes[to + 2] = group
  }
  return bytes
}
