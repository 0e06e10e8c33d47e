/** The member of that name, down a way of names; `undefined` where there is none. Names may have dots in them. */
export function memberOf(value: unknown, ...way: readonly string[]): unknown {
  let at = value
  for (const name of way) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = (at as Readonly<Record<string, unknown>>)[name] // what JSON gives
  }
  return at
}

/** The text at the end of a way of names; `null` where there is none, or it is empty. */
export function textAt(value: unknown, ...way: readonly string[]): string | null {
  const found = memberOf(value, ...way)
  return typeof found === 'string' && found !== '' ? found : null
}
