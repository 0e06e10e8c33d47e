import { type Entry, longestValue } from '../entry.ts'

/**
 * Lines of Java properties (java.util.Properties.load): comments start with `#` or `!`, a line that ends with a
 * backslash goes on. What stands before the last dot of a key is its path.
 */
export function* propertiesEntries(text: string): Generator<Entry> {
  const lines = text.split(/\r\n|\r|\n/)
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1
    let whole = (lines[index] ?? '').trimStart()
    if (whole === '' || whole.startsWith('#') || whole.startsWith('!')) continue
    const pieces: string[] = []
    while (goesOn(whole) && index + 1 < lines.length) {
      pieces.push(whole.slice(0, -1))
      index++
      whole = (lines[index] ?? '').trimStart()
    }
    pieces.push(whole)
    yield entryOf(pieces.join('').slice(0, 2 * longestValue), line)
  }
}

/** An odd number of backslashes at its end. */
function goesOn(line: string): boolean {
  let count = 0
  while (line[line.length - 1 - count] === '\\') count++
  return count % 2 === 1
}

function entryOf(text: string, line: number): Entry {
  const end = keyEnd(text)
  const separator = /[ \t\f]*[=:]?[ \t\f]*/y
  separator.lastIndex = end
  const start = end + (separator.exec(text)?.[0].length ?? 0)
  const names = unescaped(text.slice(0, end)).split('.')
  const key = names.pop() ?? ''
  return { path: names, key, value: unescaped(text.slice(start)).slice(0, longestValue), line }
}

function keyEnd(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '\\') at++
    else if (letter === '=' || letter === ':' || letter === ' ' || letter === '\t' || letter === '\f') return at
  }
  return text.length
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f' }

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([\da-fA-F]{4})|([^]))/g, (_whole, hex, letter) =>
    typeof hex === 'string'
      ? String.fromCharCode(Number.parseInt(hex, 16))
      : (escapes[String(letter)] ?? String(letter)),
  )
}
