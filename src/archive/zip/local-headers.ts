import type { Bytes } from '../bytes.ts'
import { decodeName } from '../name.ts'
import type { ZipRecord } from './record.ts'

const fixedSize = 30
const largestHeader = fixedSize + 2 * 65_535

/**
 * The entries of a zip that has lost its directory, found by their local headers (APPNOTE 4.3.7) one after another:
 * the content is skipped where its size is stated, else the next signature is looked for. What it finds may be less,
 * and (inside stored archives) more, than was packed.
 */
export function* walkLocalHeaders(bytes: Bytes): Generator<ZipRecord, void, undefined> {
  const window = new Window(bytes)
  for (let at = nextHeader(window, 0); at !== null; ) {
    const record = headerAt(window, at)
    if (record === null) return
    const { dataAt } = record
    // Sizes follow the content if bit 3 is set, and then the content ends where something else begins.
    const stated = (record.flags & 8) === 0 || record.compressedSize !== 0
    const next: number | null = nextHeader(window, stated ? dataAt + record.compressedSize : dataAt)
    if (stated) yield record
    else {
      const room = Math.max(0, (next ?? bytes.size) - dataAt)
      yield { ...record, compressedSize: room, size: record.method === 0 ? room : 0 }
    }
    at = next
  }
}

function headerAt(window: Window, at: number): (ZipRecord & { readonly dataAt: number }) | null {
  const header = window.from(at, largestHeader)
  if (header.length < fixedSize) return null
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  const nameLength = view.getUint16(26, true)
  const extraLength = view.getUint16(28, true)
  const record = {
    name: decodeName(header.subarray(fixedSize, fixedSize + nameLength)),
    flags: view.getUint16(6, true),
    method: view.getUint16(8, true),
    crc32: view.getUint32(14, true),
    compressedSize: view.getUint32(18, true),
    size: view.getUint32(22, true),
    headerAt: at,
    dataAt: at + fixedSize + nameLength + extraLength,
  }
  const extra = header.subarray(fixedSize + nameLength, fixedSize + nameLength + extraLength)
  return record.compressedSize === 0xffffffff ? { ...record, ...largeSizes(extra) } : record
}

/** ZIP64 (APPNOTE 4.5.3): in a local header both sizes are there or none is. */
function largeSizes(extra: Uint8Array): Pick<ZipRecord, 'size' | 'compressedSize'> | null {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength)
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1 || at + 20 > extra.length) continue
    const large = (from: number): number => view.getUint32(from, true) + view.getUint32(from + 4, true) * 2 ** 32
    return { size: large(at + 4), compressedSize: large(at + 12) }
  }
  return null
}

/** Whether a record of a directory follows somewhere behind `from`: then the entries before it are all there were. */
export function directoryFollows(bytes: Bytes, from: number): boolean {
  return nextMark(new Window(bytes), from, [1, 2]) !== null
}

function nextHeader(window: Window, from: number): number | null {
  return nextMark(window, from, [3, 4])
}

/** The place of the next `PK` with these two bytes behind it, from `from` on. */
function nextMark(window: Window, from: number, [third, fourth]: readonly [number, number]): number | null {
  for (let start = from; start < window.size; ) {
    const block = window.from(start, 4)
    for (let i = block.indexOf(0x50); i >= 0 && i + 3 < block.length; i = block.indexOf(0x50, i + 1)) {
      if (block[i + 1] === 0x4b && block[i + 2] === third && block[i + 3] === fourth) return start + i
    }
    // What a mark might begin in is seen again.
    start += Math.max(1, block.length - 3)
  }
  return null
}

/** A stretch of the bytes at a time, because headers lie close together in most archives. */
class Window {
  readonly size: number
  readonly #bytes: Bytes
  #block: Uint8Array = new Uint8Array(0)
  #start = 0

  constructor(bytes: Bytes) {
    this.#bytes = bytes
    this.size = bytes.size
  }

  /** All that is at hand from there on: at least `length` bytes, but for the end. */
  from(offset: number, length: number): Uint8Array {
    const isInside = offset >= this.#start && offset + length <= this.#start + this.#block.length
    if (!isInside) {
      this.#start = offset
      this.#block = this.#bytes.read(offset, 1 << 18)
    }
    return this.#block.subarray(offset - this.#start)
  }
}
