/**
 * Reads bytes as they mean after every layer of escapes is undone, one character at a time, whatever the order of the
 * layers: `$`, `%24`, `%2524`, `\u0024`, `\\u0024`, `&#36;` and `%26%2336%3B` are all `$`. It is for finding where
 * something begins and ends; what it says is read by layers, one after the other.
 */
export class FoldedReader {
  readonly #bytes: Uint8Array
  #end: number
  /** Layers that are being undone at once. */
  #depth = 0
  /** Where the character that was read last ends. */
  next = 0
  /**
   * Whether a backslash was met that is escaped itself. What stands behind it may belong to the same layer or to one within:
   * which, only undoing the layers one by one can tell.
   */
  isUnsure = false

  constructor(bytes: Uint8Array, end = bytes.length) {
    this.#bytes = bytes
    this.#end = end
  }

  /** Nothing from `end` on is read. */
  endAt(end: number): void {
    this.#end = end
  }

  /** The character at `at`, -1 at the end. Only characters up to 0xffff are told apart. */
  at(at: number): number {
    this.#depth = 0
    this.isUnsure = false
    return this.#char(at)
  }

  #char(at: number): number {
    this.next = at
    return at >= this.#end ? -1 : this.#fold(this.#bytes[at] ?? 0, at + 1, true)
  }

  /** What a character with what follows from `next` stands for; `raw` if it stands there itself. */
  #fold(code: number, next: number, raw = false): number {
    this.next = next
    if (code !== 0x25 && code !== 0x5c && code !== 0x26) return code
    // What a place costs must not grow with what stands behind it.
    if (this.#depth >= deepest) return code
    this.#depth++
    const value = code === 0x25 ? this.#percent(next) : code === 0x5c ? this.#backslash(next, raw) : this.#entity(next)
    this.#depth--
    return value
  }

  #percent(start: number): number {
    const first = this.#char(start)
    const value = first === 0x75 || first === 0x55 ? this.#hex(this.next, 4) : this.#hexAfter(first, 1)
    return value < 0 ? this.#literally(0x25, start) : this.#fold(value, this.next)
  }

  #backslash(start: number, raw: boolean): number {
    if (!raw) this.isUnsure = true
    // JSON in JSON doubles them; however many there are, they stand for one in the end.
    let at = start
    while (raw && at < this.#end && this.#bytes[at] === 0x5c) at++
    const first = this.#char(at)
    let value = -1
    if (first === 0x2f || first === 0x22) return first
    if (first === 0x75 || first === 0x55) {
      const digit = this.#charUnless(0x2b)
      value = digit === 0x7b ? this.#hexInBraces() : this.#hexAfter(digit, 3)
    } else if (first === 0x78 || first === 0x58) {
      const digit = this.#char(this.next)
      value = digit === 0x7b ? this.#hexInBraces() : this.#hexAfter(digit, 1)
    } else if (first >= 0x30 && first <= 0x37) value = this.#octalAfter(first - 0x30)
    return value < 0 ? this.#literally(0x5c, at) : this.#fold(value, this.next)
  }

  #entity(start: number): number {
    const first = this.#char(start)
    if (first !== 0x23) return this.#named(first, start)
    let digit = this.#char(this.next)
    const base = digit === 0x78 || digit === 0x58 ? 16 : 10
    if (base === 16) digit = this.#char(this.next)
    let value = 0
    let digits = 0
    let at = this.next
    for (; digits < mostDigits; digits++) {
      const worth = digitOf(digit)
      if (worth < 0 || worth >= base) break
      value = value * base + worth
      at = this.next
      digit = this.#char(at)
    }
    if (digits === 0 || value > 0xffff) return this.#literally(0x26, start)
    return this.#fold(value, digit === 0x3b ? this.next : at)
  }

  #named(first: number, start: number): number {
    let name = ''
    for (let code = first; code !== 0x3b; code = this.#char(this.next)) {
      if (code < 0x61 || code > 0x7a || name.length > 6) return this.#literally(0x26, start)
      name += String.fromCharCode(code)
    }
    const value = names.get(name)
    return value === undefined ? this.#literally(0x26, start) : this.#fold(value, this.next)
  }

  /** `count` hexadecimal digits, each of which may be escaped itself; -1 if they are none. */
  #hex(start: number, count: number): number {
    return this.#hexAfter(this.#char(start), count - 1)
  }

  #hexAfter(first: number, more: number): number {
    let value = digitOf(first)
    for (let i = 0; i < more && value >= 0; i++) {
      const digit = digitOf(this.#char(this.next))
      value = digit < 0 ? -1 : value * 16 + digit
    }
    return value
  }

  /** `\u{24}`, `\x{24}` */
  #hexInBraces(): number {
    let value = -1
    for (let digits = 0; digits < 7; digits++) {
      const code = this.#char(this.next)
      if (code === 0x7d) return value
      const worth = digitOf(code)
      if (worth < 0) return -1
      value = Math.max(value, 0) * 16 + worth
    }
    return -1
  }

  /** Two digits at least, and a third if it is below 0400. */
  #octalAfter(first: number): number {
    let value = first
    let digits = 1
    for (let at = this.next; digits < 3 && value < 0o40; digits++) {
      const digit = digitOf(this.#char(at))
      if (digit < 0 || digit > 7) {
        this.next = at
        break
      }
      value = value * 8 + digit
      at = this.next
    }
    return digits < 2 ? -1 : value
  }

  /** The next character, or the one after it if it is `passed`. */
  #charUnless(passed: number): number {
    const code = this.#char(this.next)
    return code === passed ? this.#char(this.next) : code
  }

  #literally(code: number, next: number): number {
    this.next = next
    return code
  }
}

/** More than anybody wraps. */
const deepest = 12
/** Of a number in a reference, with all the zeros before it; `layers/html.ts` bears as many. */
const mostDigits = 207

/** Names of the characters that matter to a lookup or to an escape (HTML, "Named character references"). */
const names: ReadonlyMap<string, number> = new Map([
  ['dollar', 0x24],
  ['lbrace', 0x7b],
  ['lcub', 0x7b],
  ['rbrace', 0x7d],
  ['rcub', 0x7d],
  ['percnt', 0x25],
  ['bsol', 0x5c],
  ['amp', 0x26],
  ['num', 0x23],
  ['quot', 0x22],
])

/** Of a hexadecimal digit; -1 if it is none. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  if (code >= 0x61 && code <= 0x66) return code - 0x57
  if (code >= 0x41 && code <= 0x46) return code - 0x37
  return -1
}
