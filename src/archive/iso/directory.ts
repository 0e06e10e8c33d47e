import { ArchiveGap } from '../archive-gap.ts'
import type { Bytes } from '../bytes.ts'
import { decodeName } from '../name.ts'
import { rockRidgeOf } from './rock-ridge.ts'
import { type Extent, sectorBytes, type Tree } from './volume.ts'

/** Larger directories than this (some 200,000 entries) are no directory. */
const mostBytes = 64 * 2 ** 20

/** What a directory says of one thing in it. */
export interface DirectoryRecord {
  readonly name: string
  readonly isDirectory: boolean
  readonly isLink: boolean
  /** In order; several where a file is beyond 4 GiB. */
  readonly extents: readonly Extent[]
  /** Why its content cannot be had; `null` if it can. */
  readonly unreadable: string | null
}

/** The records of one directory (ECMA-119 section 9.1), without those for itself and the one above. Throws ArchiveGap. */
export function* readDirectoryOf(image: Bytes, tree: Tree, place: Extent): Generator<DirectoryRecord, void, undefined> {
  if (place.size > mostBytes) throw new ArchiveGap('too-large', `a directory has ${place.size} bytes`)
  let before: Extent[] = []
  for (let sector = 0; sector < place.size; sector += sectorBytes) {
    const bytes = image.read(place.start + sector, Math.min(sectorBytes, place.size - sector))
    if (bytes.length === 0) throw new ArchiveGap('truncated', 'the image ends before one of its directories')
    // No record reaches over the end of a sector; what is left there is zeros.
    for (let at = 0; at < bytes.length; ) {
      const length = bytes[at] ?? 0
      if (length === 0) break
      const record = bytes.subarray(at, at + length)
      at += length
      if (record.length < length || length < 34) throw new ArchiveGap('malformed', 'a directory of it is damaged')
      const extent = extentOf(record, tree)
      if (((record[25] ?? 0) & 0x80) !== 0) {
        before.push(extent)
        continue
      }
      const extents = [...before, extent]
      before = []
      const nameLength = record[32] ?? 0
      const isItselfOrAbove = nameLength === 1 && (record[33] ?? 2) < 2
      if (!isItselfOrAbove) yield recordOf(image, tree, record, extents)
    }
  }
}

function extentOf(record: Uint8Array, { blockBytes }: Tree): Extent {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength)
  // What is written of attributes in front of the content is no part of it.
  const start = (view.getUint32(2, true) + (record[1] ?? 0)) * blockBytes
  return { start, size: view.getUint32(10, true) }
}

function recordOf(image: Bytes, tree: Tree, record: Uint8Array, extents: readonly Extent[]): DirectoryRecord {
  const nameLength = record[32] ?? 0
  const written = record.subarray(33, 33 + nameLength)
  const beside = record.subarray(33 + nameLength + (nameLength % 2 === 0 ? 1 : 0))
  const more = tree.names === 'rock-ridge' ? rockRidgeOf(image, beside) : null
  const name = more?.name ?? (tree.names === 'joliet' ? ucs2(written) : decodeName(written))
  return {
    name: more?.name === undefined || more.name === '' ? withoutVersion(name) : more.name,
    isDirectory: ((record[25] ?? 0) & 2) !== 0,
    isLink: more?.isLink === true,
    extents,
    unreadable: unreadableOf(record, more?.isCompressed === true),
  }
}

function unreadableOf(record: Uint8Array, isCompressed: boolean): string | null {
  if ((record[26] ?? 0) !== 0 || (record[27] ?? 0) !== 0) return 'it lies interleaved with others'
  return isCompressed ? 'it is compressed as zisofs' : null
}

/** `LOG4J.JAR;1` is the first version of `LOG4J.JAR`, and `README.;1` has no ending. */
function withoutVersion(name: string): string {
  return name.replace(/;\d{1,5}$/, '').replace(/(?<=.)\.$/, '')
}

/** The higher byte first. */
function ucs2(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    text += String.fromCharCode(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0))
  }
  return text
}
