/**
 * Percent-encodes all but unreserved characters (RFC 3986 section 2.3), as UTF-8: Tomcat refuses `{` and `}` in a
 * request target as they are, and takes them encoded. `keep` is left as it is.
 */
export function percentEncode(text: string, keep = ''): string {
  let encoded = ''
  for (const byte of encoder.encode(text)) {
    const kept = byte < 0x80 && keep !== '' && keep.includes(String.fromCharCode(byte))
    encoded += kept ? String.fromCharCode(byte) : (encodedBytes[byte] ?? '')
  }
  return encoded
}

const encoder = new TextEncoder()

const encodedBytes: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte)
  return /[A-Za-z0-9\-._~]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
})
