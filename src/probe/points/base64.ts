const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** RFC 4648 section 4, of the UTF-8 bytes of a text. */
export function base64(text: string): string {
  const bytes = new TextEncoder().encode(text)
  let encoded = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3)
    const bits = (a << 16) | (b << 8) | c
    for (let k = 0; k < 4; k++) {
      encoded += i + k > bytes.length ? '=' : alphabet.charAt((bits >> (18 - 6 * k)) & 63)
    }
  }
  return encoded
}
