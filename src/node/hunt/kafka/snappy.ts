/** In front of blocks, as snappy-java writes them, which is what Kafka has: a magic, two versions, then length and block. */
const javaMagic = [0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]
const javaHead = 16

/**
 * Undoes Snappy, in the frame of snappy-java or without one, up to `mostBytes`. Throws Error for what is damaged, or larger.
 *
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 */
export function unsnappy(bytes: Uint8Array, mostBytes: number): Buffer {
  if (!javaMagic.every((byte, i) => bytes[i] === byte)) return block(bytes, mostBytes)
  const blocks: Buffer[] = []
  let size = 0
  for (let at = javaHead; at < bytes.length; ) {
    if (at + 4 > bytes.length) throw damaged()
    const length = Buffer.from(bytes.buffer, bytes.byteOffset + at, 4).readUInt32BE()
    const end = at + 4 + length
    if (end > bytes.length) throw damaged()
    const next = block(bytes.subarray(at + 4, end), mostBytes - size)
    size += next.length
    blocks.push(next)
    at = end
  }
  return Buffer.concat(blocks)
}

function block(bytes: Uint8Array, mostBytes: number): Buffer {
  const [size, start] = sizeOf(bytes)
  // Three octets of a copy make 64 at most, so that nothing small asks for much memory.
  if (size > mostBytes || size > 64 * bytes.length) throw new Error(`it would unpack to ${size} bytes`)
  const out = Buffer.alloc(size)
  let made = 0
  for (let at = start; at < bytes.length; ) {
    const element = elementAt(bytes, at)
    if (element.length > size - made) throw damaged()
    if (element.back === null) {
      if (element.end + element.length > bytes.length) throw damaged()
      out.set(bytes.subarray(element.end, element.end + element.length), made)
      at = element.end + element.length
    } else {
      if (element.back === 0 || element.back > made) throw damaged()
      // What is copied may be what the copy itself has made.
      for (let i = 0; i < element.length; i++) out[made + i] = out[made + i - element.back] ?? 0
      at = element.end
    }
    made += element.length
  }
  if (made !== size) throw damaged()
  return out
}

/** Seven bits in each octet, the lowest first. */
function sizeOf(bytes: Uint8Array): readonly [size: number, end: number] {
  let size = 0
  for (let at = 0; at < 5; at++) {
    const byte = bytes[at]
    if (byte === undefined) break
    size += (byte & 0x7f) * 2 ** (7 * at)
    if (byte < 0x80) return [size, at + 1]
  }
  throw damaged()
}

interface Element {
  readonly length: number
  /** How far back a copy begins; `null`: the octets follow. */
  readonly back: number | null
  /** Where what says so ends. */
  readonly end: number
}

function elementAt(bytes: Uint8Array, at: number): Element {
  const tag = bytes[at] ?? 0
  const kind = tag & 3
  if (kind === 0) {
    const upper = tag >> 2
    if (upper < 60) return { length: upper + 1, back: null, end: at + 1 }
    const width = upper - 59
    return { length: littleEndian(bytes, at + 1, width) + 1, back: null, end: at + 1 + width }
  }
  if (kind === 1) {
    return { length: ((tag >> 2) & 7) + 4, back: ((tag >> 5) << 8) | littleEndian(bytes, at + 1, 1), end: at + 2 }
  }
  const width = kind === 2 ? 2 : 4
  return { length: (tag >> 2) + 1, back: littleEndian(bytes, at + 1, width), end: at + 1 + width }
}

function littleEndian(bytes: Uint8Array, at: number, width: number): number {
  if (at + width > bytes.length) throw damaged()
  let value = 0
  for (let i = 0; i < width; i++) value += (bytes[at + i] ?? 0) * 2 ** (8 * i)
  return value
}

function damaged(): Error {
  return new Error('what is packed with Snappy is damaged')
}
