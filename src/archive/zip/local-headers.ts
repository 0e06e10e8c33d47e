import type { Bytes } from '../bytes.ts'
import { decodeName } from '../name.ts'
import type { ZipRecord } from './record.ts'

const fixedSize = 30
const windowSize = 1 << 18

/**
 * The entries of a zip that has lost its directory, found by their local headers (APPNOTE 4.3.7) one after another:
 * the content is skipped where its size is stated, else the next signature is looked for. What it finds may be less,
 * and (inside stored archives) more, than was packed.
 */
export function* walkLocalHeaders(bytes: Bytes): Generator<ZipRecord, void, undefined> {
  for (let at = nextHeader(bytes, 0); at !== null; ) {
    const header = bytes.read(at, fixedSize + 65_535)
    if (header.length < fixedSize) return
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
    const nameLength = view.getUint16(26, true)
    const dataAt = at + fixedSize + nameLength + view.getUint16(28, true)
    const flags = view.getUint16(6, true)
    const record = {
      name: decodeName(header.subarray(fixedSize, fixedSize + nameLength)),
      flags,
      method: view.getUint16(8, true),
      crc32: view.getUint32(14, true),
      compressedSize: view.getUint32(18, true),
      size: view.getUint32(22, true),
      headerAt: at,
    }
    // Sizes follow the content if bit 3 is set, and then the content ends where something else begins.
    const stated = (flags & 8) === 0 || record.compressedSize !== 0
    const next: number | null = nextHeader(bytes, stated ? dataAt + record.compressedSize : dataAt)
    if (stated) yield record
    else {
      const room = (next ?? bytes.size) - dataAt
      yield { ...record, compressedSize: Math.max(0, room), size: record.method === 0 ? Math.max(0, room) : 0 }
    }
    at = next
  }
}

/** Whether a record of a directory follows somewhere behind `from`: then the entries before it are all there were. */
export function directoryFollows(bytes: Bytes, from: number): boolean {
  return nextMark(bytes, from, 1, 2) !== null
}

function nextHeader(bytes: Bytes, from: number): number | null {
  return nextMark(bytes, from, 3, 4)
}

/** The place of the next `PK` with these two bytes behind it, from `from` on. */
function nextMark(bytes: Bytes, from: number, third: number, fourth: number): number | null {
  for (let start = from; start < bytes.size; start += windowSize) {
    const block = bytes.read(start, windowSize + 3)
    for (let i = block.indexOf(0x50); i >= 0 && i + 3 < block.length; i = block.indexOf(0x50, i + 1)) {
      if (block[i + 1] === 0x4b && block[i + 2] === third && block[i + 3] === fourth) return start + i
    }
  }
  return null
}
