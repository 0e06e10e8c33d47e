import type { Bytes } from '../../archive/index.ts'
import { Refusal } from '../refusal.ts'
import type { LaidOutEntry } from './layout.ts'

const fixedSize = 30

/** What stands before the content of an entry (APPNOTE 4.3.7). */
export interface LocalHeader {
  /** All of it, with name and extra field. */
  readonly bytes: Uint8Array
  /** Without the extra field. */
  readonly upToName: number
  /** Of the content, from the start of the archive's bytes. */
  readonly contentAt: number
}

/** Throws Refusal `damaged` if it is not where the directory says. Throws ArchiveGap. */
export function readLocalHeader(bytes: Bytes, { headerAt, name, compressedSize }: LaidOutEntry): LocalHeader {
  const fixed = bytes.read(headerAt, fixedSize)
  const view = viewOf(fixed)
  if (fixed.length < fixedSize || view.getUint32(0, true) !== 0x04034b50) {
    throw new Refusal('damaged', `no local header of its entry ${name} lies where its directory says`)
  }
  const upToName = fixedSize + view.getUint16(26, true)
  const size = upToName + view.getUint16(28, true)
  const whole = bytes.read(headerAt, size)
  const contentAt = headerAt + size
  if (whole.length < size || contentAt + compressedSize > bytes.size) {
    throw new Refusal('damaged', `its entry ${name} is cut off`)
  }
  return { bytes: whole, upToName, contentAt }
}

/** A header with another extra field; the old one stays as it is. */
export function withExtra({ bytes, upToName }: LocalHeader, extra: Uint8Array): Uint8Array {
  const header = new Uint8Array(upToName + extra.length)
  header.set(bytes.subarray(0, upToName))
  header.set(extra, upToName)
  viewOf(header).setUint16(28, extra.length, true)
  return header
}

export function extraOf({ bytes, upToName }: LocalHeader): Uint8Array {
  return bytes.subarray(upToName)
}

/**
 * How many bytes behind the content repeat its sizes (APPNOTE 4.3.9): with or without a signature, with sizes of 4 or
 * of 8 bytes. 0 where there is none, or none that agrees with the directory.
 */
export function descriptorSize(bytes: Bytes, entry: LaidOutEntry, contentAt: number): number {
  if ((entry.flags & 8) === 0) return 0
  const after = bytes.read(contentAt + entry.compressedSize, 24)
  const view = viewOf(after)
  const signed = after.length >= 4 && view.getUint32(0, true) === descriptorSignature
  for (const start of signed ? [4, 0] : [0]) {
    for (const width of [4, 8]) {
      const size = start + 4 + 2 * width
      if (after.length < size || view.getUint32(start, true) !== entry.crc32) continue
      if (
        numberAt(view, start + 4, width) === entry.compressedSize &&
        numberAt(view, start + 4 + width, width) === entry.size
      )
        return size
    }
  }
  return 0
}

const descriptorSignature = 0x08074b50

function numberAt(view: DataView, at: number, width: number): number {
  return view.getUint32(at, true) + (width === 8 ? view.getUint32(at + 4, true) * 0x1_0000_0000 : 0)
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
