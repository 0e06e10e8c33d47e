import type { Layer } from './layer.ts'

/**
 * Escapes with a backslash, or with several where JSON was put into JSON: `\u0024` (exactly four digits), `\u{24}`,
 * `\x24` as Apache and nginx write it, octal `\044` and `\44`, `\"` and `\/`.
 */
export const backslash: Layer = {
  id: 'backslash',
  summary: 'escapes of JSON, Java, C and of web servers’ logs: \\u0024, \\x24, \\044, \\", \\/',
  undo: (text) => (text.includes('\\') ? text.replace(escapes, decoded) : text),
}

const escapes =
  /\\+(?:[uU]\+?([0-9a-fA-F]{4})|[uU]\{([0-9a-fA-F]{1,6})\}|[xX]([0-9a-fA-F]{2})|([0-3][0-7]{2}|[0-7]{2})|(["'/\\]))/g

function decoded(
  escape: string,
  four?: string,
  braced?: string,
  two?: string,
  octal?: string,
  itself?: string,
): string {
  if (itself !== undefined) return itself
  const code = octal === undefined ? Number.parseInt(four ?? braced ?? two ?? '', 16) : Number.parseInt(octal, 8)
  return code <= 0x10ffff ? String.fromCodePoint(code) : escape
}
