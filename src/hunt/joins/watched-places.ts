import type { Interest } from '../sweep/needles.ts'
import type { Places } from '../sweep/places.ts'
import { Sweep } from '../sweep/sweep.ts'

/** Directives that name the columns of what follows: W3C extended, Zeek. */
const directives = ['#Fields: ', '#fields\t'] as const
/** Letters of a name that are looked at together when the text is skipped through; more make the skips no longer. */
const mostStride = 12
/** The longest run of characters that may be a name, on either side of a place; names of DNS have 253. */
const mostRun = 300

/**
 * Finds names, addresses and tokens in a window, whatever their number, in linear time: the text is skipped through by the
 * pairs of letters that they have near their beginnings (Wu and Manber, "A fast algorithm for multi-pattern searching",
 * 1994), what may begin one is told by a number of its letters, and where one may be, the run of characters of a name around
 * it is looked up as a whole, each character once.
 */
export class WatchedPlaces implements Places {
  readonly window: Uint8Array
  readonly #sweep: Sweep
  readonly #watched: ReadonlySet<string>
  /** Those that no run of characters of a name holds whole: addresses with colons. */
  readonly #literal: readonly string[]
  readonly #stride: number
  readonly #skips: Uint8Array
  /** Whether something that is looked for begins with letters of a number. */
  readonly #heads: Uint8Array
  /** Numbers of all that is watched, read from the end. */
  readonly #tails: ReadonlySet<number>
  /** The part of the window that was looked up last, and held nothing. */
  #emptyFrom = 0
  #emptyTo = 0

  /** `watched`: in lower case, four characters at least each. */
  constructor(size: number, watched: readonly string[]) {
    this.#sweep = Sweep.of(size)
    this.window = this.#sweep.window
    this.#watched = new Set(watched)
    this.#literal = watched.filter((text) => text.includes(':'))
    const marks = [...watched.map(markOf), ...directives.map((text) => text.toLowerCase())]
    this.#stride = Math.min(mostStride, ...marks.map((mark) => mark.length))
    this.#skips = skipsOf(marks, this.#stride)
    this.#heads = headsOf(marks, this.#stride)
    this.#tails = new Set(watched.map(tailOf))
  }

  places(from: number, to: number, tell: (place: number) => void): number {
    const bytes = this.window
    const skips = this.#skips
    const stride = this.#stride
    // The window may have moved since.
    this.#emptyFrom = this.#emptyTo = 0
    const end = Math.min(bytes.length, to + stride - 1)
    for (let at = from + stride - 1; at < end; ) {
      const skip = skips[((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0)] ?? 0
      if (skip === 0 && this.#begins(at - stride + 1)) tell(at - stride + 1)
      at += skip === 0 ? 1 : skip
    }
    return to
  }

  at(place: number, end: number): Interest | null {
    if (this.window[place] === 0x23)
      return directives.some((text) => this.#follows(place, end, text)) ? 'columns' : null
    return this.#isWatched(place, end) ? 'watched' : null
  }

  lines(from: number, to: number): number {
    return this.#sweep.lines(from, to)
  }

  close(): void {
    this.#sweep.close()
  }

  #isWatched(place: number, end: number): boolean {
    if (this.#literal.some((text) => this.#follows(place, end, text))) return true
    if (place >= this.#emptyFrom && place < this.#emptyTo) return false
    let from = place
    let to = place
    const bytes = this.window
    while (from > 0 && place - from < mostRun && isOfName(bytes[from - 1] ?? 0)) from--
    while (to < end && to - place < mostRun && isOfName(bytes[to] ?? 0)) to++
    if (to === place) return false
    const found =
      this.#mayBe(from, to) &&
      namesIn(String.fromCharCode(...bytes.subarray(from, to))).some((name) => this.#watched.has(name))
    if (!found) {
      this.#emptyFrom = from
      this.#emptyTo = to
    }
    return found
  }

  #begins(at: number): boolean {
    let number = 0
    for (let i = at; i < at + this.#stride; i++)
      number = (Math.imul(number, 31) + (lower[this.window[i] ?? 0] ?? 0)) | 0
    return this.#heads[(number ^ (number >>> 16)) & 0xffff] === 1
  }

  /** Whether a run of characters, what stands behind a dot of it, or one of its labels may be watched for. */
  #mayBe(from: number, to: number): boolean {
    const bytes = this.window
    while (to > from && isEdge(bytes[to - 1] ?? 0)) to--
    while (from < to && isEdge(bytes[from] ?? 0)) from++
    let name = 0
    let label = 0
    for (let i = to - 1; i >= from; i--) {
      const code = lower[bytes[i] ?? 0] ?? 0
      // As Windows writes names, which is read as a text.
      if (code === 0x28 || code === 0x29) return true
      if (code !== 0x2e) label = (Math.imul(label, 31) + code) | 0
      else if (this.#tails.has(name) || this.#tails.has(label)) return true
      else label = 0
      name = (Math.imul(name, 31) + code) | 0
    }
    return this.#tails.has(name) || this.#tails.has(label)
  }

  #follows(at: number, end: number, text: string): boolean {
    if (at + text.length > end) return false
    for (let i = 0; i < text.length; i++) {
      const byte = this.window[at + i] ?? 0
      const lower = byte >= 0x41 && byte <= 0x5a && text.charCodeAt(0) !== 0x23 ? byte | 0x20 : byte
      if (lower !== text.charCodeAt(i)) return false
    }
    return true
  }
}

/**
 * A name with every name that it lies below, and each of its labels: `x.evil.example`, `evil.example`, `example`, `x`, `evil`.
 * Names as Windows writes them, `(1)x(4)evil(7)example(0)`, are read too.
 */
export function namesIn(run: string): readonly string[] {
  const name = run
    .toLowerCase()
    .replace(/\(\d{1,2}\)/g, '.')
    .replace(/^[.()-]{1,300}|[.()-]{1,300}$/g, '')
  const labels = name.split(/[.()]/)
  const names: string[] = []
  for (let at = name.indexOf('.'); at >= 0; at = name.indexOf('.', at + 1)) names.push(name.slice(at + 1))
  return [name, ...names, ...labels]
}

/** The part of a name that stands in every spelling of it, as long as can be; what it ends with, many names share. */
function markOf(text: string): string {
  if (text.includes(':') || /^[\d.]+$/.test(text)) return text
  const labels = text.split('.')
  const [longest = ''] = (labels.length > 1 ? labels.slice(0, -1) : labels).sort((a, b) => b.length - a.length)
  return longest.length >= 4 ? longest : text
}

/** Letters in lower case. */
const lower = Uint8Array.from({ length: 256 }, (_, code) => (code >= 0x41 && code <= 0x5a ? code | 0x20 : code))

function headsOf(marks: readonly string[], stride: number): Uint8Array {
  const heads = new Uint8Array(65_536)
  for (const mark of marks) {
    const number = numberOf(mark.slice(0, stride))
    heads[(number ^ (number >>> 16)) & 0xffff] = 1
  }
  return heads
}

function tailOf(text: string): number {
  return numberOf(Array.from(text).reverse().join(''))
}

function numberOf(text: string): number {
  let number = 0
  for (let i = 0; i < text.length; i++) number = (Math.imul(number, 31) + (text.charCodeAt(i) & 0xff)) | 0
  return number
}

/** A dot or a dash: no name begins or ends with one. */
function isEdge(byte: number): boolean {
  return byte === 0x2e || byte === 0x2d
}

/** For each pair of letters how far a text may be skipped when it ends in the pair, with no mark left out. */
function skipsOf(marks: readonly string[], stride: number): Uint8Array {
  const skips = new Uint8Array(65_536).fill(stride - 1)
  for (const mark of marks)
    for (let i = 1; i < stride; i++)
      for (const first of casesOf(mark.charCodeAt(i - 1)))
        for (const second of casesOf(mark.charCodeAt(i))) {
          const pair = (first << 8) | second
          skips[pair] = Math.min(skips[pair] ?? 0, stride - 1 - i)
        }
  return skips
}

function casesOf(code: number): readonly number[] {
  return code >= 0x61 && code <= 0x7a ? [code, code - 0x20] : [code & 0xff]
}

/** Letters, digits, and what else stands in names: dots, dashes, underscores, and the parentheses of Windows. */
function isOfName(byte: number): boolean {
  const lower = byte | 0x20
  return (
    (lower >= 0x61 && lower <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2e ||
    byte === 0x2d ||
    byte === 0x5f ||
    byte === 0x28 ||
    byte === 0x29
  )
}
