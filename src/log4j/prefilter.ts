import { widthOf } from './class-file/constant-pool.ts'

/**
 * Tells in a few microseconds whether a class has one of a few hundred texts among its constants, so that only such a
 * class is read whole. It walks the constant pool once and compares a text only if its length, its first and its last
 * byte are those of one that is looked for.
 */
export class Prefilter {
  /** By {@link slotOf}, the first of `#texts` there, plus one. */
  readonly #slots = new Uint16Array(slots)
  readonly #texts: readonly { readonly bytes: Uint8Array; readonly next: number }[]

  /** `texts` as they stand in a constant pool: ASCII without NUL. */
  constructor(texts: Iterable<string>) {
    const encoder = new TextEncoder()
    this.#texts = [...new Set(texts)].map((text, index) => {
      const bytes = encoder.encode(text)
      const slot = slotOf(bytes, 0, bytes.length)
      const next = this.#slots[slot] ?? 0
      this.#slots[slot] = index + 1
      return { bytes, next }
    })
  }

  /** Whether one of them is there. `false` also for what is no class file; work is linear in its constants. */
  hasOne(bytes: Uint8Array): boolean {
    if (bytes[0] !== 0xca || bytes[1] !== 0xfe || bytes[2] !== 0xba || bytes[3] !== 0xbe) return false
    const count = ((bytes[8] ?? 0) << 8) | (bytes[9] ?? 0)
    let at = 10
    for (let index = 1; index < count && at < bytes.length; index++) {
      const tag = bytes[at] ?? 0
      if (tag === 1) {
        const length = ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
        const found = this.#slots[slotOf(bytes, at + 3, length)] ?? 0
        if (found !== 0 && this.#isAt(found, bytes, at + 3, length)) return true
        at += 3 + length
      } else {
        if (tag === 5 || tag === 6) index += 1
        at += 1 + (widthOf[tag] ?? 255)
      }
    }
    return false
  }

  #isAt(first: number, bytes: Uint8Array, start: number, length: number): boolean {
    for (let entry = this.#texts[first - 1]; entry !== undefined; entry = this.#texts[entry.next - 1]) {
      if (entry.bytes.length === length && entry.bytes.every((byte, index) => bytes[start + index] === byte))
        return true
    }
    return false
  }
}

const slots = 4_096

function slotOf(bytes: Uint8Array, start: number, length: number): number {
  return ((length * 37) ^ ((bytes[start] ?? 0) << 3) ^ ((bytes[start + length - 1] ?? 0) << 5)) & (slots - 1)
}
