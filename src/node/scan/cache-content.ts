/** Bytes of a key: half of a SHA-256, so that no two files of the world share one by chance. */
export const keyBytes = 16
const lengthBytes = 4
const pageBytes = 4_096 * keyBytes

/** What a cache holds, in memory that threads share. */
export interface CacheContent {
  /** Of files that held nothing: a {@link KeyTable}. */
  readonly quiet: SharedArrayBuffer
  /** Of the others: what {@link recordOf} makes, one after the other. */
  readonly records: SharedArrayBuffer
}

/** A record: its key, the length of its text in four bytes (big-endian), its text. */
export function recordOf(key: Uint8Array, text: Uint8Array): Buffer {
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(text.length)
  return Buffer.concat([key, length, text])
}

/** Whether records fill these bytes to their end. */
export function areRecords(bytes: Buffer): boolean {
  let at = 0
  while (at + keyBytes + lengthBytes <= bytes.length) at += keyBytes + lengthBytes + bytes.readUInt32BE(at + keyBytes)
  return at === bytes.length
}

/** Finds records by their keys. */
export class RecordIndex {
  readonly #bytes: Buffer
  readonly #places = new Map<string, number>()

  /** `records`: as {@link areRecords} has them. */
  constructor(records: SharedArrayBuffer) {
    this.#bytes = Buffer.from(records)
    for (let at = 0; at < this.#bytes.length; ) {
      this.#places.set(nameOf(this.#bytes.subarray(at, at + keyBytes)), at + keyBytes)
      at += keyBytes + lengthBytes + this.#bytes.readUInt32BE(at + keyBytes)
    }
  }

  get isEmpty(): boolean {
    return this.#places.size === 0
  }

  find(key: Uint8Array): string | null {
    const at = this.#places.get(nameOf(key))
    if (at === undefined) return null
    const start = at + lengthBytes
    return this.#bytes.toString('utf8', start, start + this.#bytes.readUInt32BE(at))
  }
}

function nameOf(key: Uint8Array): string {
  return Buffer.from(key).toString('latin1')
}

/** Keys, one after the other, without an object for each: there may be millions. */
export class KeyList {
  readonly #full: Buffer[] = []
  #page = Buffer.alloc(pageBytes)
  #used = 0

  add(key: Uint8Array): void {
    this.#page.set(key, this.#used)
    this.#used += keyBytes
    if (this.#used < pageBytes) return
    this.#full.push(this.#page)
    this.#page = Buffer.alloc(pageBytes)
    this.#used = 0
  }

  /** All, and none are left. */
  take(): Buffer {
    const keys = Buffer.concat([...this.#full.splice(0), this.#page.subarray(0, this.#used)])
    this.#used = 0
    return keys
  }
}

const wordsOfKey = keyBytes / 4

/** A hash table of keys; it is filled once, before the threads start. */
export class KeyTable {
  readonly #words: Uint32Array
  readonly #mask: number

  constructor(buffer: SharedArrayBuffer) {
    this.#words = new Uint32Array(buffer)
    this.#mask = this.#words.length / wordsOfKey - 1
  }

  /** `keys`: one after the other. */
  static of(keys: Uint8Array): SharedArrayBuffer {
    const count = Math.floor(keys.length / keyBytes)
    const table = new SharedArrayBuffer(2 ** Math.ceil(Math.log2(Math.max(16, count * 2))) * keyBytes)
    const filled = new KeyTable(table)
    const view = new DataView(keys.buffer, keys.byteOffset, keys.length)
    for (let i = 0; i < count; i++) filled.#add(view, i * keyBytes)
    return table
  }

  has(key: Uint8Array): boolean {
    const view = new DataView(key.buffer, key.byteOffset, keyBytes)
    const place = this.#placeOf(view, 0)
    return this.#words[place] !== 0
  }

  #add(keys: DataView, at: number): void {
    const place = this.#placeOf(keys, at)
    for (let i = 0; i < wordsOfKey; i++) this.#words[place + i] = wordAt(keys, at, i)
  }

  /** Where the key is, or where it would go. */
  #placeOf(keys: DataView, at: number): number {
    let slot = wordAt(keys, at, 1) & this.#mask
    for (;;) {
      const place = slot * wordsOfKey
      const first = this.#words[place]
      if (first === 0 || (first === wordAt(keys, at, 0) && this.#isAt(place, keys, at))) return place
      slot = (slot + 1) & this.#mask
    }
  }

  #isAt(place: number, keys: DataView, at: number): boolean {
    for (let i = 1; i < wordsOfKey; i++) if (this.#words[place + i] !== wordAt(keys, at, i)) return false
    return true
  }
}

/** The first is never 0, which stands for an empty slot. */
function wordAt(keys: DataView, at: number, index: number): number {
  const word = keys.getUint32(at + 4 * index)
  return index === 0 && word === 0 ? 1 : word
}
