const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A name as written in an archive: UTF-8, or Latin-1 where it is no UTF-8, so that no name is lost. */
export function decodeName(bytes: Uint8Array): string {
  let ascii = ''
  // Most names are short and plain, and for those this is several times as fast as a decoder.
  if (bytes.length < 200) {
    for (const byte of bytes) {
      if (byte >= 0x80) return decodeOther(bytes)
      ascii += String.fromCharCode(byte)
    }
    return ascii
  }
  return decodeOther(bytes)
}

function decodeOther(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  }
}

/** An entry's name as it is shown behind a `!`: no slash or `./` at its start, and always `/` between folders. */
export function cleanName(name: string): string {
  const slashed = name.includes('\\') ? name.replaceAll('\\', '/') : name
  return slashed.replace(/^(?:\.?\/)+/, '')
}

/** Without what stands at its end again and again; in linear time, which a regular expression of this kind is not. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === character) end--
  return text.slice(0, end)
}
