/** How a registry wants to be convinced (RFC 9110 §11.3; distribution spec, "token authentication"). */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string
  readonly parameters: ReadonlyMap<string, string>
}

/** Reads the first challenge of a WWW-Authenticate header that we can meet; `null` if there is none. */
export function readChallenge(header: string | null): Challenge | null {
  const text = (header ?? '').slice(0, 8_192)
  const start = /(?:^|,)\s*(Bearer|Basic)\s+/i.exec(text)
  if (start === null) return null
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, plain] of text
    .slice(start.index + start[0].length)
    .matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)) {
    if (!parameters.has(name.toLowerCase())) {
      parameters.set(name.toLowerCase(), plain ?? (quoted ?? '').replace(/\\(.)/g, '$1'))
    }
  }
  return { scheme: (start[1] ?? '').toLowerCase(), parameters }
}
