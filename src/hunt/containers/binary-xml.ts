import { namesIn, utf16 } from './template-names.ts'

/** Types of values (libevtx, "Value types"); an array has the high bit set. */
const textType = 0x01
const latin1Type = 0x02
const numberTypes: Readonly<Record<number, number>> = { 0x04: 1, 0x06: 2, 0x08: 4, 0x0a: 8 }
const nestedType = 0x21
const arrayBit = 0x80

const mostValues = 1_024
const deepest = 8
/** Shorter runs say nothing. */
const shortestRun = 6

/** A value of a record. */
export interface XmlValue {
  /** As its template calls it: `TargetUserName`, `TimeCreated SystemTime`; `null` where that is not known. */
  readonly name: string | null
  readonly value: string
  readonly isText: boolean
}

/**
 * Texts and numbers in a record of binary XML, in order: the values of its template, nested ones too, with the names that
 * the template gives them. Where it has no template that can be followed, every run of UTF-16 in it. Bounded, whatever the
 * bytes are.
 *
 * @see https://github.com/libyal/libevtx/blob/main/documentation/Windows%20XML%20Event%20Log%20(EVTX).asciidoc
 */
export class BinaryXml {
  readonly #chunk: Uint8Array
  readonly #view: DataView
  /** By where the definition lies: a chunk's records share them. */
  readonly #names = new Map<number, ReadonlyMap<number, string>>()

  constructor(chunk: Uint8Array) {
    this.#chunk = chunk
    this.#view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length)
  }

  valuesIn(start: number, end: number): readonly XmlValue[] {
    const values: XmlValue[] = []
    const followed = this.#ofFragment(start, end, 0, values)
    return followed && values.some(({ isText }) => isText) ? values : this.#runsIn(start, end)
  }

  /** A fragment header, then an instance of a template with its values. Gives whether it could be followed. */
  #ofFragment(start: number, end: number, depth: number, values: XmlValue[]): boolean {
    if (depth > deepest) return false
    const chunk = this.#chunk
    let at = start
    if (chunk[at] === 0x0f) at += 4
    if (chunk[at] !== 0x0c || at + 10 > end) return false
    const definition = this.#view.getUint32(at + 6, true)
    at += 10
    // The definition stands here where it is used for the first time; else it lies before.
    if (definition === at) {
      if (at + 24 > end) return false
      at += 24 + this.#view.getUint32(at + 20, true)
    }
    return this.#ofValues(at, end, depth, this.#namesOf(definition), values)
  }

  #ofValues(start: number, end: number, depth: number, names: ReadonlyMap<number, string>, into: XmlValue[]): boolean {
    if (start + 4 > end) return false
    const count = this.#view.getUint32(start, true)
    if (count > mostValues || start + 4 + 4 * count > end) return false
    let at = start + 4 + 4 * count
    for (let i = 0; i < count; i++) {
      const size = this.#view.getUint16(start + 4 + 4 * i, true)
      const type = this.#chunk[start + 6 + 4 * i] ?? 0
      if (at + size > end) return false
      if (type === nestedType) {
        if (!this.#ofFragment(at, at + size, depth + 1, into)) into.push(...this.#runsIn(at, at + size))
      } else {
        const name = names.get(i) ?? null
        const isText = numberTypes[type] === undefined
        for (const value of this.#valueAt(at, size, type)) into.push({ name, value, isText })
      }
      at += size
    }
    return true
  }

  /** One, or several of an array; none of a kind that holds neither text nor number. */
  #valueAt(at: number, size: number, type: number): readonly string[] {
    const bytes = this.#chunk.subarray(at, at + size)
    const kind = type & ~arrayBit
    if (kind === textType) return utf16(bytes).split('\0').filter(Boolean)
    if (kind === latin1Type) return [latin1(bytes)]
    if (numberTypes[type] !== size) return []
    let number = 0n
    for (const byte of bytes.toReversed()) number = number * 256n + BigInt(byte)
    return [number.toString()]
  }

  #namesOf(definition: number): ReadonlyMap<number, string> {
    const known = this.#names.get(definition)
    if (known !== undefined) return known
    const names = namesIn(this.#chunk, definition)
    this.#names.set(definition, names)
    return names
  }

  /** Runs of plain letters in UTF-16, at any offset. */
  #runsIn(start: number, end: number): readonly XmlValue[] {
    const chunk = this.#chunk
    const runs: XmlValue[] = []
    for (let at = start; at + 1 < end && runs.length < mostValues; ) {
      const from = at
      while (at + 1 < end && isLetter(chunk[at] ?? 0, chunk[at + 1] ?? 0)) at += 2
      if (at - from >= 2 * shortestRun) runs.push({ name: null, value: utf16(chunk.subarray(from, at)), isText: true })
      else at = from + 1
    }
    return runs
  }
}

/** A character of Basic Latin, Latin-1 or Latin Extended-A. */
function isLetter(low: number, high: number): boolean {
  return high === 0 ? low >= 0x20 || low === 0x09 || low === 0x0a || low === 0x0d : high === 1
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
