/**
 * Asks whether the base name of a class is one of a few, of a million names in a row, without making a string of any
 * that is not: first a hash over the bytes, then the name itself.
 */
export class BaseNameSet {
  readonly #hashes: Set<number>

  constructor(names: Iterable<string>) {
    this.#hashes = new Set([...names].map((name) => hashOf(new TextEncoder().encode(name), 0, name.length)))
  }

  /** Bytes `start` to `end` are the base name without its ending. May err on the side of yes. */
  mayHave(bytes: Uint8Array, start: number, end: number): boolean {
    return this.#hashes.has(hashOf(bytes, start, end))
  }
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193)
  return hash >>> 0
}
