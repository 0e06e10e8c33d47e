import {
  type Bytes,
  cleanName,
  type DirectoryPlace,
  findDirectory,
  inParts,
  isTarHeader,
  readDirectory,
  tarBlock,
  type ZipRecord,
} from '../../archive/index.ts'
import { Refusal } from '../refusal.ts'

/** An entry of a zip with the places that a rewriting touches. */
export interface LaidOutEntry extends ZipRecord {
  /** Its record in the directory, from the start of the bytes. */
  readonly recordAt: number
  readonly recordSize: number
}

/** Where everything in a zip lies. */
export interface Layout {
  readonly place: DirectoryPlace
  /** In the order of the directory. */
  readonly entries: readonly LaidOutEntry[]
  /** The same in the order in which they lie. */
  readonly inOrder: readonly LaidOutEntry[]
}

/** An archive with more entries is not rewritten: 200 bytes of memory each. */
const mostEntries = 4_000_000
const recordFixedSize = 46
const headerFixedSize = 30

/**
 * Lays out a zip. Throws Refusal `damaged` where its parts are not one behind the other, each whole: then nobody knows
 * what a copy without some of them would be. Throws ArchiveGap.
 */
export function layOut(bytes: Bytes): Layout {
  const place = findDirectory(bytes)
  if (place === null) throw new Refusal('damaged', 'it has no directory; repair it first, for instance with zip -FF')
  if (place.parts > 1) throw inParts(place)
  if (isTarHeader(bytes.read(0, tarBlock))) {
    throw new Refusal('unsupported', 'it is a tar that ends in a zip: name it as a tar and run it again')
  }
  const entries: LaidOutEntry[] = []
  let recordAt = place.start
  for (const cursor of readDirectory(bytes, place)) {
    if (entries.length === mostEntries) throw new Refusal('unsupported', `it has more than ${mostEntries} entries`)
    const recordSize = sizeOfRecord(cursor.block, cursor.nameStart)
    entries.push({ ...cursor.keep(), recordAt, recordSize })
    recordAt += recordSize
  }
  const inOrder = [...entries].sort((a, b) => a.headerAt - b.headerAt)
  inOrder.forEach((entry, index) => check(entry, inOrder[index + 1]?.headerAt ?? place.start))
  return { place, entries, inOrder }
}

/** Name, extra field and comment follow the fixed part, and their lengths are in it (APPNOTE 4.3.12). */
function sizeOfRecord(block: Uint8Array, nameStart: number): number {
  const u2 = (at: number): number => (block[nameStart + at] ?? 0) | ((block[nameStart + at + 1] ?? 0) << 8)
  return recordFixedSize + u2(-18) + u2(-16) + u2(-14)
}

/** Two entries that share bytes, or one that reaches into the directory, are the work of no packer. */
function check({ name, headerAt, compressedSize }: LaidOutEntry, end: number): void {
  if (headerAt < 0 || headerAt + headerFixedSize + compressedSize > end) {
    throw new Refusal('damaged', `its entry ${cleanName(name)} reaches into what follows it`)
  }
}
