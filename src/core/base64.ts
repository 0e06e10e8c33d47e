const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const values = new Uint8Array(128).fill(255)
for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value
// The alphabet of URLs and file names.
values[0x2d] = 62
values[0x5f] = 63

/** The bytes of base64, of either alphabet (RFC 4648 §4 and §5), with or without padding. It ends at what is neither. */
export function bytesOfBase64(text: string): Uint8Array {
  let length = 0
  while (length < text.length && valueAt(text, length) < 64) length++
  const bytes = new Uint8Array(Math.floor((length * 3) / 4))
  for (let from = 0, to = 0; to < bytes.length; from += 4, to += 3) {
    let group = 0
    for (let i = 0; i < 4; i++) group = (group << 6) | (from + i < length ? valueAt(text, from + i) : 0)
    bytes[to] = group >> 16
    bytes[to + 1] = group >> 8
    bytes[to + 2] = group
  }
  return bytes
}

function valueAt(text: string, at: number): number {
  return values[text.charCodeAt(at)] ?? 255
}
