import { ArchiveGap } from '../archive-gap.ts'
import { type Bytes, piecesOf, slice } from '../bytes.ts'
import { startsWith } from '../compressed.ts'
import type { ArchiveFormat, Entry } from '../format.ts'
import { type DirectoryRecord, readDirectoryOf } from '../iso/directory.ts'
import { type Extent, firstDescriptor, readVolume, sectorBytes, type Tree } from '../iso/volume.ts'

const descriptorAt = firstDescriptor * sectorBytes
/** Directories in directories; ISO 9660 has 8, Rock Ridge and Joliet as many as a path has room for. */
const deepest = 256
/** More than this on one disc are an attack: the largest discs hold a tenth of it. */
const mostFiles = 2_000_000

/** ISO 9660 (ECMA-119) with Rock Ridge and Joliet. Its files lie in one piece, and are read in place. */
export const iso9660: ArchiveFormat = {
  id: 'iso9660',
  summary: 'ISO 9660 disc images, with Rock Ridge and Joliet',
  headBytes: descriptorAt + 6,
  claims: (head) => startsWith(head.subarray(descriptorAt + 1), [0x43, 0x44, 0x30, 0x30, 0x31]),

  *entries(input) {
    const image = input.bytes()
    const { trees, hasUdf } = readVolume(image)
    const told = new Set<string>()
    let bytes = 0
    for (const tree of trees) {
      const here: string[] = []
      for (const [path, record] of filesOf(image, tree)) {
        // The same file in another tree has another name there.
        const key = `${record.extents[0]?.start}:${sizeOf(record)}`
        if (told.has(key)) continue
        if (here.push(key) > mostFiles) throw new ArchiveGap('too-many', `it names more than ${mostFiles} files`)
        bytes += sizeOf(record)
        yield entryOf(image, path, record)
      }
      for (const key of here) told.add(key)
    }
    // Discs that have both show the same files in both; where this half is nearly empty the files are in the other.
    if (hasUdf && bytes < image.size / 2) {
      throw new ArchiveGap('unsupported', 'it has a UDF file system too, which is not read')
    }
  },
}

/** All files of a tree with their paths, each directory once. Throws ArchiveGap for what is damaged, at the end. */
function* filesOf(image: Bytes, tree: Tree): Generator<readonly [string, DirectoryRecord], void, undefined> {
  const open: { readonly path: string; readonly place: Extent; readonly depth: number }[] = [
    { path: '', place: tree.root, depth: 0 },
  ]
  const seen = new Set<number>()
  let damage: ArchiveGap | null = null
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next.place.start)) continue
    if (seen.size > mostFiles) throw new ArchiveGap('too-many', `it names more than ${mostFiles} directories`)
    seen.add(next.place.start)
    try {
      for (const record of readDirectoryOf(image, tree, next.place)) {
        const path = next.path === '' ? record.name : `${next.path}/${record.name}`
        const [place] = record.extents
        if (!record.isDirectory) yield [path, record]
        else if (next.depth === deepest)
          throw new ArchiveGap('too-deep', `it has more than ${deepest} directories in one another`)
        else if (place !== undefined) open.push({ path, place, depth: next.depth + 1 })
      }
    } catch (error) {
      if (!(error instanceof ArchiveGap)) throw error
      damage ??= error
    }
  }
  if (damage !== null) throw damage
}

function sizeOf({ extents }: DirectoryRecord): number {
  return extents.reduce((sum, { size }) => sum + size, 0)
}

function entryOf(image: Bytes, name: string, record: DirectoryRecord): Entry {
  const { extents, unreadable } = record
  return {
    name,
    kind: record.isLink ? 'link' : 'file',
    size: sizeOf(record),
    crc32: null,
    linkTo: null,
    encrypted: false,
    inPlace: () => (unreadable === null ? whole(image, extents) : null),
    *content() {
      if (unreadable !== null) throw new ArchiveGap('unsupported', unreadable)
      for (const extent of extents) {
        if (extent.start + extent.size > image.size) throw new ArchiveGap('truncated', 'the image ends before it does')
        yield* piecesOf(slice(image, extent.start, extent.size))
      }
    },
  }
}

/** Where they lie in one piece, which is nearly always; else `null`. */
function whole(image: Bytes, extents: readonly Extent[]): Bytes | null {
  const [first] = extents
  if (first === undefined) return null
  let end = first.start
  for (const { start, size } of extents) {
    if (start !== end) return null
    end += size
  }
  return end > image.size ? null : slice(image, first.start, end - first.start)
}
