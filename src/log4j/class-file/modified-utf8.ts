/**
 * Text of a constant pool: modified UTF-8 (JVMS §4.4.7), where NUL takes two bytes and characters outside the basic
 * plane are written as two surrogates of three bytes each. Bytes that are none of it become U+FFFD, one each.
 */
export function decodeModifiedUtf8(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  let units: number[] = []
  for (let at = start; at < end; ) {
    const first = bytes[at] ?? 0
    const second = (at + 1 < end ? bytes[at + 1] : 0) ?? 0
    const third = (at + 2 < end ? bytes[at + 2] : 0) ?? 0
    if (first < 0x80) {
      units.push(first)
      at += 1
    } else if (first >> 5 === 0b110 && isTail(second)) {
      units.push(((first & 0x1f) << 6) | (second & 0x3f))
      at += 2
    } else if (first >> 4 === 0b1110 && isTail(second) && isTail(third)) {
      units.push(((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f))
      at += 3
    } else {
      units.push(0xfffd)
      at += 1
    }
    if (units.length === unitsAtOnce) {
      text += String.fromCharCode(...units)
      units = []
    }
  }
  return text + String.fromCharCode(...units)
}

/** Arguments of one call: far below what engines allow on the stack. */
const unitsAtOnce = 4_096

function isTail(byte: number): boolean {
  return byte >> 6 === 0b10
}
