import type { Layer } from './layer.ts'

/** Character references of HTML and XML: `&#36;`, `&#0000036`, `&#x24;`, `&dollar;`, with or without the semicolon where a number is. */
export const html: Layer = {
  id: 'html',
  summary: 'character references of HTML and XML, by number or by name',
  undo: (text) => (text.includes('&') ? text.replace(references, decoded) : text),
}

/** Without a semicolon, only where no digit may follow that is escaped itself. */
const references =
  /&(?:#0{0,200}([0-9]{1,7})(?:;|(?![0-9%\\]|&#(?:4[89]|5[0-7]|[xX]3[0-9])(?![0-9])))|#[xX]0{0,200}([0-9a-fA-F]{1,6})(?:;|(?![0-9a-fA-F%\\]|&#(?:4[89]|5[0-7]|6[5-9]|70|9[7-9]|10[0-2]|[xX](?:3[0-9]|[46][1-6]))(?![0-9])))|([a-zA-Z]{2,8});)/g

function decoded(reference: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return named.get(name) ?? reference
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : reference
}

/** Of the ASCII characters that have a name (HTML Living Standard, "Named character references"). */
const named: ReadonlyMap<string, string> = new Map([
  ['excl', '!'],
  ['quot', '"'],
  ['QUOT', '"'],
  ['num', '#'],
  ['dollar', '$'],
  ['percnt', '%'],
  ['amp', '&'],
  ['AMP', '&'],
  ['apos', "'"],
  ['lpar', '('],
  ['rpar', ')'],
  ['ast', '*'],
  ['midast', '*'],
  ['plus', '+'],
  ['comma', ','],
  ['period', '.'],
  ['sol', '/'],
  ['colon', ':'],
  ['semi', ';'],
  ['lt', '<'],
  ['LT', '<'],
  ['equals', '='],
  ['gt', '>'],
  ['GT', '>'],
  ['quest', '?'],
  ['commat', '@'],
  ['lsqb', '['],
  ['lbrack', '['],
  ['bsol', '\\'],
  ['rsqb', ']'],
  ['rbrack', ']'],
  ['Hat', '^'],
  ['lowbar', '_'],
  ['UnderBar', '_'],
  ['grave', '`'],
  ['lbrace', '{'],
  ['lcub', '{'],
  ['verbar', '|'],
  ['vert', '|'],
  ['rbrace', '}'],
  ['rcub', '}'],
  ['Tab', '\t'],
  ['NewLine', '\n'],
  ['nbsp', '\u00a0'],
  ['imath', '\u0131'],
  ['inodot', '\u0131'],
])
