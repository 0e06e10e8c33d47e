import { Refusal } from '../refusal.ts'
import type { LaidOutEntry } from './layout.ts'
import { type LocalHeader, viewOf } from './local-header.ts'

/** What headers say of a content. */
export interface NewContent {
  /** Unsigned. */
  readonly crc32: number
  readonly size: number
  readonly compressedSize: number
}

/** Where an entry is now, and its content if that is another one. */
export interface Moved {
  readonly headerAt: number
  readonly content: NewContent | null
}

/** Stands in a field of 4 bytes whose value is in the ZIP64 extra field (APPNOTE 4.5.3). */
const elsewhere = 0xffffffff

/** A record of the directory as it is at its new place; a copy. */
export function patchRecord(record: Uint8Array, entry: LaidOutEntry, { headerAt, content }: Moved): Uint8Array {
  const patched = new Uint8Array(record)
  const view = viewOf(patched)
  const large = largeFields(view, 46 + view.getUint16(28, true), view.getUint16(30, true), [24, 20, 42])
  // What is stated may count from the start of the bytes or from behind what lies before: it moves alike.
  moveBy(view, 42, large, headerAt - entry.headerAt, entry)
  if (content !== null) setContent(view, { crc32: 16, size: 24, compressedSize: 20 }, large, content, entry)
  return patched
}

/**
 * A local header with what it says of another content. If a descriptor behind the content says it, the fields of the
 * header are empty and stay so; some packers repeat the sizes in the ZIP64 extra field nevertheless.
 */
export function patchLocalHeader(
  { bytes, upToName }: LocalHeader,
  entry: LaidOutEntry,
  content: NewContent,
): Uint8Array {
  const patched = new Uint8Array(bytes)
  const view = viewOf(patched)
  const fields = [sizeField, packedField]
  const saysNothing = (entry.flags & 8) !== 0 && fields.every((field) => view.getUint32(field, true) === 0)
  const large = largeFields(view, upToName, patched.length - upToName, fields, saysNothing ? 0 : elsewhere)
  if (!saysNothing) setContent(view, { crc32: 14, size: sizeField, compressedSize: packedField }, large, content, entry)
  else {
    const [size, packed] = fields.map((field) => large.get(field))
    if (size !== undefined && uint64(view, size) === entry.size) setUint64(view, size, content.size)
    if (packed !== undefined && uint64(view, packed) === entry.compressedSize)
      setUint64(view, packed, content.compressedSize)
  }
  return patched
}

/** In a local header (APPNOTE 4.3.7). */
const sizeField = 22
const packedField = 18

export function patchDescriptor(descriptor: Uint8Array, { crc32, size, compressedSize }: NewContent): Uint8Array {
  const patched = new Uint8Array(descriptor)
  const view = viewOf(patched)
  const start = patched.length === 16 || patched.length === 24 ? 4 : 0
  view.setUint32(start, crc32, true)
  if (patched.length - start === 12) {
    view.setUint32(start + 4, compressedSize, true)
    view.setUint32(start + 8, size, true)
  } else {
    setUint64(view, start + 4, compressedSize)
    setUint64(view, start + 12, size)
  }
  return patched
}

/**
 * Where the values of fields lie that stand elsewhere: in the ZIP64 extra field, in this order, those only that did not
 * fit.
 */
function largeFields(
  view: DataView,
  extraAt: number,
  extraSize: number,
  fields: readonly number[],
  mark = elsewhere,
): ReadonlyMap<number, number> {
  const places = new Map<number, number>()
  const wanted = fields.filter((field) => view.getUint32(field, true) === mark)
  for (let at = extraAt; wanted.length > 0 && at + 4 <= extraAt + extraSize; ) {
    const end = at + 4 + view.getUint16(at + 2, true)
    if (view.getUint16(at, true) === 1) {
      let value = at + 4
      for (const field of wanted) {
        if (value + 8 <= end && value + 8 <= extraAt + extraSize) places.set(field, value)
        value += 8
      }
      return places
    }
    at = end
  }
  return places
}

interface ContentFields {
  readonly crc32: number
  readonly size: number
  readonly compressedSize: number
}

function setContent(
  view: DataView,
  fields: ContentFields,
  large: ReadonlyMap<number, number>,
  content: NewContent,
  entry: LaidOutEntry,
): void {
  view.setUint32(fields.crc32, content.crc32, true)
  set(view, fields.size, large, content.size, entry)
  set(view, fields.compressedSize, large, content.compressedSize, entry)
}

function set(
  view: DataView,
  field: number,
  large: ReadonlyMap<number, number>,
  value: number,
  entry: LaidOutEntry,
): void {
  const place = large.get(field)
  if (place !== undefined) setUint64(view, place, value)
  else if (value < elsewhere) view.setUint32(field, value, true)
  else throw new Refusal('unsupported', `what is to be said of ${entry.name} does not fit into its fields of 32 bits`)
}

function moveBy(
  view: DataView,
  field: number,
  large: ReadonlyMap<number, number>,
  by: number,
  entry: LaidOutEntry,
): void {
  const place = large.get(field)
  const stated = place === undefined ? view.getUint32(field, true) : uint64(view, place)
  set(view, field, large, stated + by, entry)
}

/** Exact up to 2^53, beyond which no file reaches. */
export function uint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000
}

export function setUint64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % 0x1_0000_0000, true)
  view.setUint32(at + 4, Math.floor(value / 0x1_0000_0000), true)
}
