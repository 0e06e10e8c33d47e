/**
 * Fields in quotes from `start` on, escapes as written; the last one may not be closed. A quote behind a backslash is part
 * of the field, and so is one that neither a blank nor the end follows.
 */
export function quotedFields(text: string, start = 0): readonly string[] {
  const fields: string[] = []
  for (let at = text.indexOf('"', start); at >= 0 && fields.length < mostFields; at = text.indexOf('"', at)) {
    const end = closingQuote(text, at + 1)
    fields.push(text.slice(at + 1, end))
    at = end + 1
  }
  return fields
}

const mostFields = 64

/** Where the field that begins at `from` ends. */
export function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5c) at++
    else if (code === 0x22 && (at + 1 >= text.length || text.charCodeAt(at + 1) <= 0x20)) return at
  }
  return text.length
}

/** `GET /index.html`, of a request line that may be any text. */
export function requestOf(line: string): string | null {
  return /^\S{1,20} \S*/.exec(line)?.[0] ?? (line === '' || line === '-' ? null : line)
}
