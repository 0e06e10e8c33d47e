import { ArchiveGap } from '../archive-gap.ts'
import type { Bytes } from '../bytes.ts'

/** Where the central directory of a zip lies. */
export interface DirectoryPlace {
  /** From the start of the bytes, in bytes. */
  readonly start: number
  readonly size: number
  /** As stated; the directory itself decides. */
  readonly entries: number
  /** How many files the zip is in, of which this is the last: more than one, and the contents lie elsewhere. */
  readonly parts: number
  /** How many bytes lie before the zip (self-executing archives): added to every offset that it states. */
  readonly prefix: number
  /** Of the end record, from the start of the bytes. */
  readonly endAt: number
  /** Of the ZIP64 end record, which decides where it is there; its locator lies 20 bytes before the end record. */
  readonly end64At: number | null
}

const endSignature = 0x06054b50
const end64Signature = 0x06064b50
const locatorSignature = 0x07064b50
const localSignature = 0x04034b50
const endSize = 22
const locatorSize = 20
/** The longest comment plus the record itself. */
const farthest = 65_535 + endSize

/**
 * Finds the end of central directory record (APPNOTE 4.3.16) and what it says, as the JDK does: the last one whose
 * comment ends with the bytes, or before them if its directory and first entry lie where it says; a comment may hold
 * the signature too. `null` if there is none.
 */
export function findDirectory(bytes: Bytes): DirectoryPlace | null {
  let doubtful: DirectoryPlace | null = null
  // Nearly all archives have no comment, so a short look suffices for nearly all.
  for (const reach of [8_192, farthest]) {
    const tailStart = Math.max(0, bytes.size - reach)
    const tail = bytes.read(tailStart, Math.min(reach, bytes.size))
    const found = findIn(bytes, tail, tailStart)
    if (found?.certain === true) return found.place
    doubtful = found?.place ?? doubtful
    if (tailStart === 0) break
  }
  return doubtful
}

/** Whether these last bytes of something end as a zip without a comment does: cheap enough to ask of every file. */
export function endsAsZip(tail: Uint8Array): boolean {
  const at = tail.length - endSize
  return at >= 0 && tail[at] === 0x50 && tail[at + 1] === 0x4b && tail[at + 2] === 5 && tail[at + 3] === 6
}

/** The last certain one; else the last. */
function findIn(
  bytes: Bytes,
  tail: Uint8Array,
  tailStart: number,
): { readonly place: DirectoryPlace; readonly certain: boolean } | null {
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength)
  let doubtful: DirectoryPlace | null = null
  for (let at = tail.length - endSize; at >= 0; at--) {
    if (tail[at] !== 0x50 || view.getUint32(at, true) !== endSignature) continue
    const end = at + endSize + view.getUint16(at + 20, true)
    if (end > tail.length) continue
    const place = readEnd(bytes, view, at, tailStart + at)
    if (place === null) continue
    if (end === tail.length || (place.size > 0 && isLocalHeader(bytes, place.prefix))) return { place, certain: true }
    doubtful ??= place
  }
  return doubtful === null ? null : { place: doubtful, certain: false }
}

/** Whether a zip of its own lies before the one whose directory was found: `cat a.zip b.zip` makes such a file. */
export function followsAnother(bytes: Bytes, { prefix }: DirectoryPlace): boolean {
  return prefix > 0 && isLocalHeader(bytes, 0)
}

function isLocalHeader(bytes: Bytes, at: number): boolean {
  if (at < 0) return false
  const head = viewOf(bytes.read(at, 4))
  return head.byteLength === 4 && head.getUint32(0, true) === localSignature
}

/** `null` if no central directory lies where the record says: then it is none, only the same four bytes. */
function readEnd(bytes: Bytes, view: DataView, at: number, position: number): DirectoryPlace | null {
  const disk = view.getUint16(at + 4, true)
  const directoryDisk = view.getUint16(at + 6, true)
  const entries = view.getUint16(at + 10, true)
  const size = view.getUint32(at + 12, true)
  const offset = view.getUint32(at + 16, true)
  if (entries === 0xffff || size === 0xffffffff || offset === 0xffffffff || disk === 0xffff) {
    const large = readEnd64(bytes, position)
    if (large !== null) return large
  }
  const parts = Math.max(disk, directoryDisk) + 1
  return placeOf(bytes, { entries, size, offset, end: position, parts, endAt: position, end64At: null })
}

/** ZIP64 (APPNOTE 4.3.14, 4.3.15): a locator just before the end record points at a larger one. */
function readEnd64(bytes: Bytes, endPosition: number): DirectoryPlace | null {
  const locatorAt = endPosition - locatorSize
  if (locatorAt < 0) return null
  const locator = viewOf(bytes.read(locatorAt, locatorSize))
  if (locator.byteLength < locatorSize || locator.getUint32(0, true) !== locatorSignature) return null
  // With a prefix the stated place is wrong, but without extensible data the record lies just before the locator.
  for (const at of [uint64(locator, 8), locatorAt - 56]) {
    if (at < 0 || at + 56 > locatorAt) continue
    const record = viewOf(bytes.read(at, 56))
    if (record.byteLength < 56 || record.getUint32(0, true) !== end64Signature) continue
    return placeOf(bytes, {
      entries: uint64(record, 32),
      size: uint64(record, 40),
      offset: uint64(record, 48),
      end: at,
      parts: Math.max(locator.getUint32(16, true), record.getUint32(16, true) + 1),
      endAt: endPosition,
      end64At: at,
    })
  }
  return null
}

/** What an end record says of its directory. */
interface Stated {
  readonly entries: number
  readonly parts: number
  readonly size: number
  readonly offset: number
  /** Where the directory ends at the latest. */
  readonly end: number
  readonly endAt: number
  readonly end64At: number | null
}

/**
 * A zip may have anything before it, which no offset counts. So the directory is looked for where its size puts it,
 * just before its end record, and only then where the record says.
 */
function placeOf(bytes: Bytes, { entries, size, offset, end, ...more }: Stated): DirectoryPlace | null {
  if (entries === 0 && size === 0)
    return { start: end, size: 0, entries: 0, prefix: Math.max(0, end - offset), ...more }
  for (const start of [end - size, offset]) {
    if (start < 0 || start >= end) continue
    const head = viewOf(bytes.read(start, 4))
    if (head.byteLength === 4 && head.getUint32(0, true) === 0x02014b50) {
      return { start, size: Math.min(size, end - start), entries, prefix: start - offset, ...more }
    }
  }
  return null
}

/** What is told of a zip of which this is one part only, after what can be said of its names. */
export function inParts({ parts }: DirectoryPlace): ArchiveGap {
  return new ArchiveGap('unsupported', `it is part ${parts} of a zip in several parts; join them first (zip -s 0)`)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Exact up to 2^53, beyond which no file reaches. */
function uint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000
}
