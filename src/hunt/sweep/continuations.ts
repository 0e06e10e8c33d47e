/** How an opener of a payload goes on behind an escape that it may begin with. */
export interface Continuation {
  /** The bytes that may be next. */
  readonly next: readonly number[]
  /** Where that is `%`, which two bytes may follow it; the second counts 256. */
  readonly digits: readonly number[]
}

/** What may follow a `&` that stands for one of `$ { % & \ #`: a number, a name, or an escape of those. */
export const entityStarts = '#dlapbnq%&\\'

/** Behind `%24`, `%25` and `%26`, in this order. */
export function continuations(): readonly Continuation[] {
  const others = otherDigits()
  return [
    '{%&\\',
    // Of `%24`, `%25`, `%26`, `%5C` and `%u`.
    '25uU%&\\',
    entityStarts,
  ].map((letters) => ({ next: codesOf(letters), digits: Array.from(letters).flatMap(digitsOf).concat(others) }))
}

/** An escape of a letter, in either case. */
function digitsOf(letter: string): readonly number[] {
  const hex = letter.charCodeAt(0).toString(16)
  return [hex, hex.toUpperCase()].map((digits) => pairOf(digits.charCodeAt(0), digits.charCodeAt(1)))
}

/** An escape may go on with `u` and four digits; and each digit may be escaped itself. */
function otherDigits(): readonly number[] {
  const others = Array.from({ length: 256 }, (_, byte) => byte)
  return codesOf('uU%&\\').flatMap((code) => others.flatMap((other) => [pairOf(code, other), pairOf(other, code)]))
}

/** Two bytes as one number; the second counts 256. */
export function pairOf(first: number, second: number): number {
  return 256 * second + first
}

export function codesOf(letters: string): readonly number[] {
  return Array.from(letters, (letter) => letter.charCodeAt(0))
}
