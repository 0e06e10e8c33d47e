const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** Characters that could move a cursor, reorder a line or hide: controls, formats, line and paragraph separators. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** The most of one name that is shown; the raw bytes beside it have the rest. */
const maxShownBytes = 4_096

/**
 * Text from outside as it can be shown to a person and written to a log: UTF-8, with the bytes of unsafe
 * characters as `\DDD` (decimal, as in RFC 1035 section 5.1) and at most 4 KiB of it.
 */
export function printable(bytes: Uint8Array): string {
  const shown = bytes.length > maxShownBytes ? bytes.subarray(0, maxShownBytes) : bytes
  return utf8.decode(shown).replace(unsafe, (char) => escaped(encoder.encode(char)))
}

function escaped(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += escapedByte(byte)
  return text
}

/** One byte as `\DDD`. */
export function escapedByte(byte: number): string {
  return `\\${String(byte).padStart(3, '0')}`
}
