/** Numbers that look like chance and are the same in every run: mulberry32, public domain. */
export interface Chance {
  /** A whole number from 0 to `below` - 1. */
  readonly below: (below: number) => number
}

export function chance(seed: number): Chance {
  let state = seed >>> 0
  return {
    below(below) {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return ((mixed ^ (mixed >>> 14)) >>> 0) % below
    },
  }
}

/** Bytes whose meaning is most likely to break a parser: lengths, pointers, tags, signs. */
const telling = [
  0x00, 0x01, 0x02, 0x04, 0x05, 0x16, 0x30, 0x3f, 0x40, 0x4a, 0x63, 0x7f, 0x80, 0x84, 0xac, 0xc0, 0xed, 0xff,
]

const scratch = new Uint8Array(8_192)
const longest = 4_096

/** `seed` with one to six bytes changed, inserted or removed, a stretch doubled, or its end cut off. */
export function mutated(seed: Uint8Array, { below }: Chance): Uint8Array {
  scratch.set(seed)
  let length = seed.length
  for (let edits = 1 + below(6); edits > 0; edits--) {
    const at = below(length + 1)
    const byte = below(2) === 0 ? below(256) : (telling[below(telling.length)] ?? 0)
    const edit = below(16)
    if (edit < 9) scratch[at] = byte
    else if (edit < 12) {
      scratch.copyWithin(at + 1, at, length)
      scratch[at] = byte
      length++
    } else if (edit < 14) {
      const gone = Math.min(1 + below(4), length - at)
      scratch.copyWithin(at, at + gone, length)
      length -= gone
    } else if (edit < 15 && length < longest) {
      const twice = Math.min(64, length - at)
      scratch.copyWithin(length, at, at + twice)
      length += twice
    } else length = at
  }
  return scratch.slice(0, length)
}
