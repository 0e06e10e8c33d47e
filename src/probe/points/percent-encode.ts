/**
 * Percent-encodes all but unreserved characters (RFC 3986 section 2.3), as UTF-8: Tomcat refuses `{` and `}` in a
 * request target as they are, and takes them encoded. `keep` is left as it is.
 */
export function percentEncode(text: string, keep = ''): string {
  let encoded = ''
  for (const byte of new TextEncoder().encode(text)) {
    const char = String.fromCharCode(byte)
    const plain = /[A-Za-z0-9\-._~]/.test(char) || (byte < 0x80 && keep.includes(char))
    encoded += plain ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}
