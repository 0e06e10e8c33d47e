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

/** The place of the next `PK\3\4` from `from` on. */
function nextHeader(bytes: Bytes, from: number): number | null {
  for (let start = from; start < bytes.size; start += windowSize) {
    const block = bytes.read(start, windowSize + 3)
    for (let i = block.indexOf(0x50); i >= 0 && i + 3 < block.length; i = block.indexOf(0x50, i + 1)) {
      if (block[i + 1] === 0x4b && block[i + 2] === 3 && block[i + 3] === 4) return start + i
    }
  }
  return null
}
