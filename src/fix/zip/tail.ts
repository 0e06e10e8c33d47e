import { type Bytes, type DirectoryPlace, piecesOf, slice } from '../../archive/index.ts'
import { viewOf } from './local-header.ts'
import { setUint64, uint64 } from './patch.ts'

/** A directory at its new place. */
export interface MovedDirectory {
  /** The old one's. */
  readonly place: DirectoryPlace
  readonly start: number
  readonly size: number
  readonly entries: number
  /** How many fewer there are. */
  readonly removed: number
}

/** Stand where a value is in the ZIP64 end record instead (APPNOTE 4.4.1.4). */
const elsewhere16 = 0xffff
const elsewhere32 = 0xffffffff
const endSize = 22
const end64Size = 56
const locatorSize = 20

/** What lies behind the directory, with its counts and places as they are now; comments and whatever follows stay. */
export function* patchTail(bytes: Bytes, moved: MovedDirectory): Generator<Uint8Array, void, undefined> {
  const { start, size, endAt, end64At } = moved.place
  const behind = start + size
  const by = moved.start + moved.size - behind
  let from = behind
  if (end64At !== null) {
    yield* piecesOf(slice(bytes, from, end64At - from))
    yield patchEnd64(bytes.read(end64At, end64Size), moved)
    const locatorAt = endAt - locatorSize
    yield* piecesOf(slice(bytes, end64At + end64Size, locatorAt - end64At - end64Size))
    yield patchLocator(bytes.read(locatorAt, locatorSize), by)
    from = endAt
  } else yield* piecesOf(slice(bytes, from, endAt - from))
  yield patchEnd(bytes.read(endAt, endSize), moved)
  yield* piecesOf(slice(bytes, endAt + endSize, bytes.size - endAt - endSize))
}

function patchEnd(record: Uint8Array, { place, start, size, removed }: MovedDirectory): Uint8Array {
  const patched = new Uint8Array(record)
  const view = viewOf(patched)
  const large = place.end64At !== null
  for (const field of [8, 10]) {
    const stated = view.getUint16(field, true)
    if (!(large && stated === elsewhere16)) view.setUint16(field, (stated - removed) & 0xffff, true)
  }
  if (!(large && view.getUint32(12, true) === elsewhere32)) view.setUint32(12, size, true)
  const offset = view.getUint32(16, true)
  if (!(large && offset === elsewhere32)) view.setUint32(16, offset + start - place.start, true)
  return patched
}

function patchEnd64(record: Uint8Array, { place, start, size, removed }: MovedDirectory): Uint8Array {
  const patched = new Uint8Array(record)
  const view = viewOf(patched)
  for (const field of [24, 32]) setUint64(view, field, Math.max(0, uint64(view, field) - removed))
  setUint64(view, 40, size)
  setUint64(view, 48, uint64(view, 48) + start - place.start)
  return patched
}

function patchLocator(record: Uint8Array, by: number): Uint8Array {
  const patched = new Uint8Array(record)
  const view = viewOf(patched)
  setUint64(view, 8, uint64(view, 8) + by)
  return patched
}
