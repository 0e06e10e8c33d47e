const decoder = new TextDecoder('latin1')
/** What the platform calls latin1 is windows-1252 (WHATWG Encoding): 27 bytes come out as other characters. */
const characters = decoder.decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))

/** A character a byte: places in the text are places in the bytes. Many times as fast as a loop. */
export function oneAByte(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

/** The byte that a character of such a text stands for; 0 behind its end. */
export function byteAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (Number.isNaN(code)) return 0
  return code < 256 ? code : Math.max(0, characters.indexOf(text.charAt(at)))
}
