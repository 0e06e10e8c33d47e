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

/** `seed` with one to six bytes changed, inserted or removed, a stretch doubled, or its end cut off. */
export function mutated(seed: Uint8Array, { below }: Chance): Uint8Array {
  let bytes = [...seed]
  for (let edits = 1 + below(6); edits > 0; edits--) {
    const at = below(bytes.length + 1)
    const byte = below(2) === 0 ? below(256) : (telling[below(telling.length)] ?? 0)
    switch (below(7)) {
      case 0:
      case 1:
      case 2:
        if (at < bytes.length) bytes[at] = byte
        break
      case 3:
        bytes.splice(at, 0, byte)
        break
      case 4:
        bytes.splice(at, 1 + below(4))
        break
      case 5:
        bytes = [...bytes, ...bytes.slice(at, at + 64)]
        break
      case 6:
        bytes = bytes.slice(0, at)
        break
    }
  }
  return Uint8Array.from(bytes)
}
