import { ArchiveGap } from '../archive-gap.ts'
import type { Bytes } from '../bytes.ts'
import type { DirectoryPlace } from './end-record.ts'
import { ZipCursor } from './record.ts'

const signature = 0x02014b50
const fixedSize = 46
/** Fixed part and three parts of up to 64 KiB. */
const largestRecord = fixedSize + 3 * 65_535
const windowSize = 1 << 20

/**
 * The records of a central directory (APPNOTE 4.3.12), one after another in the same cursor. It is read in windows
 * of 1 MiB, whatever its size. Throws ArchiveGap where a record is damaged: those before stand.
 */
export function* readDirectory(bytes: Bytes, place: DirectoryPlace): Generator<ZipCursor, void, undefined> {
  const cursor = new ZipCursor()
  const end = place.start + place.size
  let windowAt = place.start
  let block = bytes.read(windowAt, Math.min(windowSize, end - windowAt))
  let view = new DataView(block.buffer, block.byteOffset, block.byteLength)
  let at = 0
  for (let number = 0; windowAt + at < end; number++) {
    if (block.length - at < largestRecord && windowAt + block.length < end) {
      windowAt += at
      at = 0
      block = bytes.read(windowAt, Math.min(windowSize, end - windowAt))
      view = new DataView(block.buffer, block.byteOffset, block.byteLength)
    }
    const next = readRecord(cursor, block, view, at, place.prefix)
    if (next === null) {
      throw new ArchiveGap('malformed', `its directory is damaged after ${number} of ${place.entries} entries`)
    }
    at = next
    yield cursor
  }
}

/** Fills the cursor; gives where the next record begins, or `null` if this one is none. */
function readRecord(cursor: ZipCursor, block: Uint8Array, view: DataView, at: number, prefix: number): number | null {
  if (at + fixedSize > block.length || view.getUint32(at, true) !== signature) return null
  const nameEnd = at + fixedSize + view.getUint16(at + 28, true)
  const extraEnd = nameEnd + view.getUint16(at + 30, true)
  const next = extraEnd + view.getUint16(at + 32, true)
  if (next > block.length) return null
  cursor.flags = view.getUint16(at + 8, true)
  cursor.method = view.getUint16(at + 10, true)
  cursor.crc32 = view.getUint32(at + 16, true)
  cursor.compressedSize = view.getUint32(at + 20, true)
  cursor.size = view.getUint32(at + 24, true)
  cursor.headerAt = view.getUint32(at + 42, true)
  cursor.block = block
  cursor.nameStart = at + fixedSize
  cursor.nameEnd = nameEnd
  if (cursor.size === 0xffffffff || cursor.compressedSize === 0xffffffff || cursor.headerAt === 0xffffffff) {
    readLargeSizes(cursor, view, nameEnd, extraEnd)
  }
  cursor.headerAt += prefix
  if (block[nameEnd - 1] === 0x2f && holdsSomething(cursor)) cursor.nameEnd--
  return next
}

/**
 * An entry `A.class/` is a folder to most tools. The JDK, asked for `A.class`, gives it where there is no other of that
 * name, and loads what it holds: so where it holds something it is a file, called as it is asked for. A folder that was
 * "compressed" has two bytes.
 *
 * @see https://github.com/openjdk/jdk/blob/jdk-17+35/src/java.base/share/classes/java/util/zip/ZipFile.java#L1635
 */
function holdsSomething({ size, compressedSize }: ZipCursor): boolean {
  return size > 0 || compressedSize > 2
}

/** The ZIP64 extra field (APPNOTE 4.5.3) has, in this order, those values only that did not fit. */
function readLargeSizes(cursor: ZipCursor, view: DataView, start: number, end: number): void {
  for (let at = start; at + 4 <= end; ) {
    const id = view.getUint16(at, true)
    const fieldEnd = Math.min(end, at + 4 + view.getUint16(at + 2, true))
    let value = at + 4
    const take = (): number => {
      const taken = view.getUint32(value, true) + view.getUint32(value + 4, true) * 0x1_0000_0000
      value += 8
      return taken
    }
    if (id === 1) {
      if (cursor.size === 0xffffffff && value + 8 <= fieldEnd) cursor.size = take()
      if (cursor.compressedSize === 0xffffffff && value + 8 <= fieldEnd) cursor.compressedSize = take()
      if (cursor.headerAt === 0xffffffff && value + 8 <= fieldEnd) cursor.headerAt = take()
      return
    }
    at = fieldEnd
  }
}
