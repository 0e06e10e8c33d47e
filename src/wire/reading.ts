/**
 * What came of reading one message from the front of some bytes. Bytes from outside are never an exception:
 * there are not enough of them yet, or they can never become a message, or they are one.
 */
export type Reading<T> =
  | { readonly is: 'read'; readonly value: T /** How many bytes it took. */; readonly length: number }
  | { readonly is: 'incomplete' }
  /** It says of itself that it is larger than the limit that was given. */
  | { readonly is: 'oversized' }
  | { readonly is: 'malformed'; readonly because: string }

export const incomplete = { is: 'incomplete' } as const
export const oversized = { is: 'oversized' } as const

export function malformed(because: string): { readonly is: 'malformed'; readonly because: string } {
  return { is: 'malformed', because }
}
