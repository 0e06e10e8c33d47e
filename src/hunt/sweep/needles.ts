import { codesOf, continuations, entityStarts, pairOf } from './continuations.ts'
import { FoldedReader } from './folded.ts'

/** What something of interest may begin with: for each of three bytes those that may stand there, `null` for any. */
interface Pattern {
  /** What shares one of the eight groups is told apart less well: halves of bytes of one go with halves of another's. */
  readonly group: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7
  readonly sets: readonly [string, string | null, string | null]
  readonly of: 'payload' | 'trace'
}

/** Grouped so that what text is full of (`INFO`, `&sort=`, numbers) is in none. */
const patterns: readonly Pattern[] = [
  { group: 0, sets: ['$', '{%\\&"\n', null], of: 'payload' },
  { group: 0, sets: ['%', 'uU%\\&', null], of: 'payload' },
  { group: 1, sets: ['&', '#%\\&', null], of: 'payload' },
  { group: 2, sets: ['%', '2', '456%\\&'], of: 'payload' },
  // Of the bytes of `${` in numbers, 36,123, as a journal has texts that are none.
  { group: 6, sets: [',', '1', '2'], of: 'trace' },
  { group: 3, sets: ['%', '5', 'Cc%\\&'], of: 'payload' },
  // Base64 behind `Basic` (RFC 7617).
  { group: 3, sets: ['sS', 'iI', 'cC'], of: 'payload' },
  { group: 4, sets: ['\\', 'uUxX014%&', '0123456789+{#%\\&uU'], of: 'payload' },
  { group: 4, sets: ['R', 'e', 'f'], of: 'trace' },
  { group: 5, sets: ['e', 'y', 'JA'], of: 'payload' },
  // Base64 of `${`.
  { group: 7, sets: ['J', 'H', 'st'], of: 'payload' },
  { group: 5, sets: ['E', 'L', 'P'], of: 'trace' },
  { group: 5, sets: ['J', 'N', 'D'], of: 'trace' },
  { group: 6, sets: ['&', 'dlapb', 'ocmes%\\&'], of: 'payload' },
  { group: 6, sets: ['#', 'Ff', 'i'], of: 'trace' },
  { group: 7, sets: ['JD', 'n', 'ds'], of: 'trace' },
  { group: 7, sets: ['I', 'n', 'fv'], of: 'trace' },
]

/**
 * Finds in text what the sweep finds in bytes of payloads: a field without it holds none. NUL for pieces of UTF-16, whose
 * letters have others between them.
 */
export const mayHoldPayload = new RegExp(
  patterns
    .filter((pattern) => pattern.of === 'payload')
    .map(({ sets }) => sets.map((set) => (set === null ? '' : `[${set.replace(/[\\\]^-]/g, '\\$&')}]`)).join(''))
    .concat('\\0')
    .join('|'),
)

/** Texts that only appear where a lookup was evaluated, and begin as groups above say. */
const evidenceNeedles: readonly string[] = [
  'Infinite loop in property interpolation of ',
  'Invalid date format: [',
  'JNDI resource [',
  'JndiLookup',
  'JndiManager',
  'Reference Class Name',
  'DnsContext@',
  'ELProcessor@',
]

/**
 * The tables of `sweep.wat`: two of 16 bytes for each of three places, by the lower and by the upper half of a byte; a
 * bit for each first and second byte that may stand together, and for each first and third; and those of `continuations`.
 */
export function tablesOf(): Uint8Array {
  const tables = new Uint8Array(tableBytes)
  const add = (group: number, place: number, set: string | null): void => {
    for (let byte = 0; byte < 256; byte++) {
      if (set !== null && !set.includes(String.fromCharCode(byte))) continue
      const [low, high] = [32 * place + (byte & 15), 32 * place + 16 + (byte >> 4)]
      tables[low] = (tables[low] ?? 0) | (1 << group)
      tables[high] = (tables[high] ?? 0) | (1 << group)
    }
  }
  const setBits = (start: number, indexes: readonly number[]): void => {
    for (const index of indexes) tables[start + (index >> 3)] = (tables[start + (index >> 3)] ?? 0) | (1 << (index & 7))
  }
  const addPairs = (start: number, firsts: readonly number[], others: readonly number[]): void => {
    setBits(
      start,
      firsts.flatMap((first) => others.map((other) => pairOf(first, other))),
    )
  }
  for (const { group, sets } of patterns) {
    sets.forEach((set, place) => add(group, place, set))
    const [first, ...others] = sets
    others.forEach((set, index) => {
      addPairs(secondAt + index * pairBytes, codesOf(first), set === null ? everyByte : codesOf(set))
    })
  }
  continuations().forEach(({ next, digits }, index) => {
    setBits(digitsAt + index * pairBytes, digits)
    setBits(nextAt + index * nextBytes, next)
  })
  return tables
}

const secondAt = 128
const pairBytes = 8_192
const digitsAt = secondAt + 2 * pairBytes
const nextAt = digitsAt + 3 * pairBytes
const nextBytes = 32
/** Of all tables. */
export const tableBytes = nextAt + 3 * nextBytes

const everyByte = Array.from({ length: 256 }, (_, byte) => byte)

/**
 * What a place may begin: a payload, the trace of a lookup that was evaluated, a name that is watched for, or a directive
 * that names columns.
 */
export const interests = ['payload', 'evidence', 'watched', 'columns'] as const
export type Interest = (typeof interests)[number]

/** Looks closer at places of one window. */
export class Beginnings {
  readonly #bytes: Uint8Array
  readonly #reader: FoldedReader

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#reader = new FoldedReader(bytes)
  }

  /** What begins at `at`, if anything does; `end`: where the window ends. Cheap: it is asked for every place of the sweep. */
  at(at: number, end: number): Interest | null {
    switch (this.#bytes[at]) {
      case 0x26: // &
        return isEntityStart[this.#bytes[at + 1] ?? 0] === 1 && this.#mayOpenAt(at, end) ? 'payload' : null
      case 0x24: // $
        return this.#mayOpenAt(at, end) || this.#endsPartAt(at, end) ? 'payload' : null
      case 0x25: // %
        return this.#mayOpenAt(at, end) ? 'payload' : null
      case 0x5c: // \
        return this.#mayOpenAt(at, end) ? 'payload' : null
      case 0x73: // sic, of Basic
      case 0x53:
        return this.#hasCredentials(at - 2, end) ? 'payload' : null
      case 0x65: // e
        return this.#follows(at, end, 'eyJ') || this.#follows(at, end, 'eyA') ? 'payload' : null
      case 0x4a: // JHs, JHt
        if (!this.#follows(at, end, 'JHs') && !this.#follows(at, end, 'JHt')) return this.#traceAt(at, end)
        return this.#isBase64At(at - 1) ? null : 'payload'
      case 0x23: // #Fields of W3C extended logs, #fields of Zeek
        return this.#follows(at, end, '#Fields: ') || this.#follows(at, end, '#fields\t') ? 'columns' : null
      case 0x2c: // ,12
        return this.#follows(at - 2, end, '36,123,') ? 'payload' : null
      default:
        return this.#traceAt(at, end)
    }
  }

  #traceAt(at: number, end: number): Interest | null {
    return evidenceNeedles.some((needle) => this.#follows(at, end, needle)) ? 'evidence' : null
  }

  /** A letter of base64 before it: then it is none of a text that begins there. */
  #isBase64At(at: number): boolean {
    return at >= 0 && /[A-Za-z0-9+/_-]/.test(String.fromCharCode(this.#bytes[at] ?? 0))
  }

  /** Whether `${` begins here, in whatever escapes. */
  opensAt(at: number, end: number): boolean {
    this.#reader.endAt(end)
    return this.#reader.at(at) === 0x24 && this.#reader.at(this.#reader.next) === 0x7b
  }

  /** Whether it may. */
  #mayOpenAt(at: number, end: number): boolean {
    const reader = this.#reader
    reader.endAt(end)
    const code = reader.at(at)
    if (reader.isUnsure) return true
    return code === 0x24 && (reader.at(reader.next) === 0x7b || reader.isUnsure)
  }

  /** A container's line is cut into parts, maybe behind a `$`: then the brace stands in the next part. */
  #endsPartAt(at: number, end: number): boolean {
    return this.#bytes[at + 1] === 0x0a || this.#follows(at + 1, end, '","stream":"')
  }

  /** `Basic` in plain letters, of any case (RFC 9110 §11.1), and a blank that may be escaped. */
  #hasCredentials(at: number, end: number): boolean {
    if (at < 0 || at + 10 > end) return false
    for (let i = 0; i < 5; i++) if (((this.#bytes[at + i] ?? 0) | 0x20) !== basic.charCodeAt(i)) return false
    this.#reader.endAt(end)
    const code = this.#reader.at(at + 5)
    return code === 0x20 || code === 0x2b || code === 0x09
  }

  #follows(at: number, end: number, text: string): boolean {
    if (at < 0 || at + text.length > end) return false
    for (let i = 0; i < text.length; i++) if (this.#bytes[at + i] !== text.charCodeAt(i)) return false
    return true
  }
}

const basic = 'basic'

/** A 1 for each of {@link entityStarts}. */
const isEntityStart = Uint8Array.from(everyByte, (byte) => Number(entityStarts.includes(String.fromCharCode(byte))))
