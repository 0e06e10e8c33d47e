/**
 * The text of a list of parts: UTF-8, or UTF-16 if a byte order mark says so (Windows PowerShell writes it where output
 * is put into a file), or the NULs of the first two characters, which are ASCII in every kind of list (RFC 4627 §3).
 * A mark is passed over; what is no text comes as U+FFFD.
 *
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding
 */
export function documentText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes)
}

function encodingOf([a, b, c, d]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return 'utf-16le'
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return 'utf-16be'
  return 'utf-8'
}
