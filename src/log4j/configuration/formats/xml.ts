import { deepest, type Entry, LineCounter, longestValue } from '../entry.ts'

/**
 * Elements, attributes and texts of XML. An element is an entry of its own, its attributes lie in it. Comments, document
 * types and instructions are passed over; entities that a document declares itself are left as they stand.
 */
export function* xmlEntries(text: string): Generator<Entry> {
  const lines = new LineCounter(text)
  const path: string[] = []
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('<', at)
    const end = open === -1 ? text.length : open
    const plain = text.slice(at, end)
    if (path.length > 0 && plain.trim() !== '') yield* textEntry(path, plain, lines, at)
    if (open === -1) return
    if (text.startsWith('<!--', open)) at = after(text, '-->', open + 4)
    else if (text.startsWith('<![CDATA[', open)) {
      at = after(text, ']]>', open + 9)
      yield* textEntry(path, text.slice(open + 9, at - 3), lines, open + 9)
    } else if (text.startsWith('<?', open)) at = after(text, '?>', open + 2)
    else if (text.startsWith('<!', open)) at = afterDocumentType(text, open + 2)
    else if (text.startsWith('</', open)) {
      at = after(text, '>', open + 2)
      leave(path, text.slice(open + 2, at - 1).trim())
    } else at = yield* element(text, open, path, lines)
  }
}

function* textEntry(path: readonly string[], text: string, lines: LineCounter, at: number): Generator<Entry> {
  for (const [piece, offset] of linesOf(text)) {
    if (piece.trim() === '') continue
    yield {
      path: [...path],
      key: '',
      value: decoded(piece.trim()).slice(0, longestValue),
      line: lines.lineAt(at + offset),
    }
  }
}

function* linesOf(text: string): Generator<readonly [string, number]> {
  for (const match of text.matchAll(/[^\r\n]+/g)) yield [match[0], match.index]
}

/** A start tag; gives the place behind it. */
function* element(text: string, open: number, path: string[], lines: LineCounter): Generator<Entry, number> {
  const name = nameAt(text, open + 1)
  if (name === '') return open + 1
  const line = lines.lineAt(open)
  yield { path: [...path], key: name, value: '', line }
  let at = open + 1 + name.length
  for (;;) {
    at = skipBlanks(text, at)
    const letter = text[at]
    if (letter === undefined) return at
    if (letter === '>') {
      if (path.length < deepest) path.push(name)
      return at + 1
    }
    if (letter === '/' && text[at + 1] === '>') return at + 2
    const key = nameAt(text, at)
    if (key === '') {
      at += 1
      continue
    }
    const start = at
    at = skipBlanks(text, at + key.length)
    if (text[at] !== '=') continue
    at = skipBlanks(text, at + 1)
    const quote = text[at]
    if (quote !== '"' && quote !== "'") continue
    const close = text.indexOf(quote, at + 1)
    const end = close === -1 ? text.length : close
    const value = decoded(text.slice(at + 1, Math.min(end, at + 1 + longestValue)))
    yield { path: [...path, name], key, value, line: lines.lineAt(start) }
    at = end + 1
  }
}

/** Closes the innermost element of that name, and what was left open in it. */
function leave(path: string[], name: string): void {
  const at = path.lastIndexOf(name)
  if (at !== -1) path.length = at
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from)
  return at === -1 ? text.length : at + end.length
}

/** `<!DOCTYPE …>`, which may hold declarations in brackets. */
function afterDocumentType(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const letter = text[at]
    if (letter === '[') depth++
    else if (letter === ']') depth--
    else if (letter === '>' && depth <= 0) return at + 1
  }
  return text.length
}

function nameAt(text: string, at: number): string {
  if (!/[A-Za-z_:]/.test(text[at] ?? '')) return ''
  const name = /[A-Za-z_:][\w:.-]{0,199}/y
  name.lastIndex = at
  return name.exec(text)?.[0] ?? ''
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) <= 32) at++
  return at
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decoded(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(lt|gt|amp|quot|apos));/g, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return entities[name] ?? whole
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
