import { deepest, type Entry, LineCounter, longestValue } from '../entry.ts'

/**
 * Members of JSON, with what Log4j and YAML allow beside: comments, names without quotes, commas that are one too many.
 * A member that holds an object is an entry of its own, what it holds lies in it; a list adds nothing to the path.
 */
export function* jsonEntries(text: string): Generator<Entry> {
  const lines = new LineCounter(text)
  /** For each object or list that is open: its name, `null` for one without. */
  const open: (string | null)[] = []
  let tooDeep = 0
  let key: string | null = null
  for (const { kind, value, at } of tokensOf(text)) {
    if (kind === 'open') {
      if (key !== null) yield { path: named(open), key, value: '', line: lines.lineAt(at) }
      if (open.length < deepest) open.push(key)
      else tooDeep++
      key = null
    } else if (kind === 'close') {
      if (tooDeep > 0) tooDeep--
      else open.pop()
      key = null
    } else if (kind === 'name') key = value
    else {
      yield { path: named(open), key: key ?? '', value: value.slice(0, longestValue), line: lines.lineAt(at) }
      key = null
    }
  }
}

function named(open: readonly (string | null)[]): readonly string[] {
  return open.filter((name) => name !== null)
}

interface Token {
  readonly kind: 'open' | 'close' | 'name' | 'value'
  readonly value: string
  readonly at: number
}

/** Quoted, or up to the next mark; a comment; one of the marks. */
const piece =
  /"([^"\\]*(?:\\[^][^"\\]*)*)"?|'([^'\\]*(?:\\[^][^'\\]*)*)'?|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|#[^\n]*|[{}[\],:]|[^\s"'{}[\],:#/]+|\//g

function* tokensOf(text: string): Generator<Token> {
  let pending: Token | null = null
  for (const match of text.matchAll(piece)) {
    const [whole, double, single] = match
    const at = match.index
    if (whole === ':') {
      if (pending !== null) yield { ...pending, kind: 'name' }
      pending = null
      continue
    }
    if (pending !== null) yield pending
    pending = null
    if (whole === '{' || whole === '[') yield { kind: 'open', value: '', at }
    else if (whole === '}' || whole === ']') yield { kind: 'close', value: '', at }
    else if (whole !== ',' && whole !== '/' && !/^(?:\/[/*]|#)/.test(whole))
      pending = { kind: 'value', value: unescaped((double ?? single ?? whole).slice(0, 2 * longestValue)), at }
  }
  if (pending !== null) yield pending
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([\da-fA-F]{4})|([^]))/g, (_whole, hex, letter) =>
    typeof hex === 'string'
      ? String.fromCharCode(Number.parseInt(hex, 16))
      : (escapes[String(letter)] ?? String(letter)),
  )
}
