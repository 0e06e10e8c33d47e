import { textOf } from '../text-of.ts'
import type { Layer } from './layer.ts'

/**
 * Escapes with a backslash, or with several where JSON was put into JSON: `\u0024` (exactly four digits), `\u{24}`,
 * `\x24` as Apache and nginx write it, octal `\044` and `\44`, `\"` and `\/`. Runs of bytes are UTF-8; where they are
 * not, each byte is the character of Latin-1.
 */
export const backslash: Layer = {
  id: 'backslash',
  summary: 'escapes of JSON, Java, C and of web servers’ logs: \\u0024, \\x24, \\044, \\", \\/',
  undo: (text) => (text.includes('\\') ? text.replace(escapes, decoded) : text),
}

/** Two octal digits, only where no third may follow that is escaped itself. */
const escapes =
  /\\+(?:[uU]\+?([0-9a-fA-F]{4})|[uUxX]\{([0-9a-fA-F]{1,6})\}|(["'/\\]))|((?:\\+(?:[xX][0-9a-fA-F]{2}|[0-3][0-7]{2}|[0-7]{2}(?![0-7%&]|\\+(?:[xX]3[0-7]|[uU]\+?003[0-7]|06[0-7]))))+)/g
const bytesIn = /[xX]([0-9a-fA-F]{2})|([0-7]{2,3})/g

function decoded(escape: string, four?: string, braced?: string, itself?: string, bytes?: string): string {
  if (itself !== undefined) return itself
  if (bytes !== undefined) return textOf(Uint8Array.from(bytes.matchAll(bytesIn), byteOf))
  const code = Number.parseInt(four ?? braced ?? '', 16)
  return code <= 0x10ffff ? String.fromCodePoint(code) : escape
}

function byteOf([, hex, octal = '']: readonly (string | undefined)[]): number {
  return hex === undefined ? Number.parseInt(octal, 8) : Number.parseInt(hex, 16)
}
