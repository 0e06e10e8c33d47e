/**
 * Narrow reading of JSON from strangers: nothing is assumed of its shape, and what is not as it should be is `null` or
 * empty instead of an error.
 */

const utf8 = new TextDecoder('utf-8')

/** `undefined` if it is no JSON. Of bytes as UTF-8 a byte order mark is passed over. */
export function parseJson(json: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof json === 'string' ? json : utf8.decode(json))
  } catch {
    return undefined
  }
}

/** A field of an object, by way of the objects before it; `undefined` if there is none. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  let at = value
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return undefined
    at = Object.getOwnPropertyDescriptor(at, name)?.value
  }
  return at
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** A whole number from 0 that is exact. */
export function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The fields of an object; none if it is no object. */
export function fieldsOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}
