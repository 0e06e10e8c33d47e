/**
 * Values between commas, `most` of them at most. One in quotes may have commas in it, and quotes that are written twice
 * (RFC 4180); what stands between its last quote and the next comma is passed over.
 */
export function commaSeparated(text: string, most = Number.POSITIVE_INFINITY): readonly string[] {
  const values: string[] = []
  for (let at = 0; at <= text.length && values.length < most; ) {
    const isQuoted = text[at] === '"'
    const end = isQuoted ? endOfQuoted(text, at + 1) : at
    const comma = text.indexOf(',', end)
    const stop = comma < 0 ? text.length : comma
    values.push(isQuoted ? unquoted(text.slice(at + 1, end)) : text.slice(at, stop))
    at = stop + 1
  }
  return values
}

/** The value in quotes whose text begins at `from`. */
export function quotedFrom(text: string, from: number): string {
  return unquoted(text.slice(from, endOfQuoted(text, from)))
}

/** Where the quote stands that no other follows; the end of the text if there is none. */
function endOfQuoted(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at < 0 ? text.length : at
}

function unquoted(text: string): string {
  return text.replaceAll('""', '"')
}
