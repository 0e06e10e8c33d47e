import { ArchiveGap } from '../archive-gap.ts'
import type { Bytes } from '../bytes.ts'

/** Descriptors and directories come in sectors of this size, whatever the blocks are (ECMA-119 section 6.1.2). */
export const sectorBytes = 2_048
/** The sectors before are free for other uses (section 6.2.1). */
export const firstDescriptor = 16
/** More descriptors than this has no image. */
const mostDescriptors = 64

/** A place on the disc. */
export interface Extent {
  /** From the start of the image, in bytes. */
  readonly start: number
  readonly size: number
}

/** One tree of directories. The same files are usually in several, under other names. */
export interface Tree {
  readonly root: Extent
  /** In bytes; addresses count in these. */
  readonly blockBytes: number
  /** How names are written: as ISO 9660 has them, as Joliet, or as Rock Ridge puts them beside. */
  readonly names: 'plain' | 'joliet' | 'rock-ridge'
}

/** What the descriptors of an image say. */
export interface Volume {
  /** The one with the best names first; each should be walked, because a file may be in one only. */
  readonly trees: readonly Tree[]
  /** Whether there is a UDF file system too (ECMA-167 part 2), which is not read. */
  readonly hasUdf: boolean
}

/** Reads the volume descriptors (ECMA-119 section 8). Throws ArchiveGap. */
export function readVolume(image: Bytes): Volume {
  const trees: Tree[] = []
  let hasUdf = false
  for (let number = 0; number < mostDescriptors; number++) {
    const sector = image.read((firstDescriptor + number) * sectorBytes, sectorBytes)
    const mark = String.fromCharCode(...sector.subarray(1, 6))
    if (mark === 'NSR02' || mark === 'NSR03') hasUdf = true
    if (mark !== 'CD001') {
      if (/^(?:BEA01|NSR0[23]|TEA01|BOOT2)$/.test(mark)) continue
      break
    }
    const kind = sector[0]
    if (kind !== 1 && kind !== 2) continue
    const tree = treeOf(image, sector)
    if (tree !== null) trees.push(tree)
  }
  if (trees.length === 0) throw new ArchiveGap('malformed', 'it has no volume descriptor')
  const worth = { 'rock-ridge': 0, joliet: 1, plain: 2 }
  return { trees: trees.sort((a, b) => worth[a.names] - worth[b.names]), hasUdf }
}

function treeOf(image: Bytes, descriptor: Uint8Array): Tree | null {
  if (descriptor.length < 190) return null
  const view = new DataView(descriptor.buffer, descriptor.byteOffset, descriptor.byteLength)
  const blockBytes = view.getUint16(128, true)
  if (![512, 1_024, 2_048].includes(blockBytes)) return null
  const root = { start: view.getUint32(158, true) * blockBytes, size: view.getUint32(166, true) }
  // Joliet's escape sequences: UCS-2 of level 1, 2 or 3.
  const escape = String.fromCharCode(...descriptor.subarray(88, 91))
  if (descriptor[0] === 2) return { root, blockBytes, names: /^%\/[@CE]$/.test(escape) ? 'joliet' : 'plain' }
  return { root, blockBytes, names: hasRockRidge(image, root) ? 'rock-ridge' : 'plain' }
}

/** The first entry of the root says so: `SP`, with a check (IEEE P1281 section 5.3). */
function hasRockRidge(image: Bytes, root: Extent): boolean {
  const record = image.read(root.start, 64)
  const nameLength = record[32] ?? 0
  const at = 33 + nameLength + (nameLength % 2 === 0 ? 1 : 0)
  return record[at] === 0x53 && record[at + 1] === 0x50 && record[at + 4] === 0xbe && record[at + 5] === 0xef
}
