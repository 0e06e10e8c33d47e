import { ArchiveGap } from '../archive-gap.ts'
import { joined } from '../bytes.ts'
import type { ArchiveTools } from '../format.ts'
import { type ImageIndex, viewOf } from './image-index.ts'
import { otherSize, withSharedTexts } from './shared-texts.ts'

/** Magic, sizes of 8 bytes each, name and configuration of the plugin, whether it is the last. */
const headerBytes = 29
const magic = 0xcafefafa
/** One on another: `jlink` has two plugins that compress. */
const mostLayers = 4
/** Of one resource, in memory. */
const largestResource = 64 * 2 ** 20

/**
 * A compressed resource as it was: each plugin of `jlink` put a header before what it made (`ResourceHeader`), the last one
 * comes first. Throws ArchiveGap, `unsupported` for a plugin that is not known.
 *
 * @see https://github.com/openjdk/jdk/blob/master/src/java.base/share/native/libjimage/imageDecompressor.cpp
 */
export function unpackResource(packed: Uint8Array, index: ImageIndex, tools: ArchiveTools): Uint8Array {
  let bytes = packed
  for (let layer = 0; hasHeader(bytes, index); layer++) {
    if (layer === mostLayers) throw new ArchiveGap('malformed', `it is packed more than ${mostLayers} times`)
    const view = viewOf(bytes)
    const size = Number(view.getBigUint64(12, index.littleEndian))
    if (size > largestResource) throw new ArchiveGap('too-large', `it has more than ${largestResource} bytes`)
    const plugin = String.fromCharCode(...index.text(view.getUint32(20, index.littleEndian)).subarray(0, 100))
    bytes = unpackedBy(plugin, bytes.subarray(headerBytes), size, index, tools)
    if (bytes.length !== size) throw otherSize
  }
  return bytes
}

function hasHeader(bytes: Uint8Array, { littleEndian }: ImageIndex): boolean {
  return bytes.length > headerBytes && viewOf(bytes).getUint32(0, littleEndian) === magic
}

function unpackedBy(
  plugin: string,
  bytes: Uint8Array,
  size: number,
  index: ImageIndex,
  tools: ArchiveTools,
): Uint8Array {
  if (plugin === 'zip') return inflated(bytes, size, tools)
  if (plugin === 'compact-cp') return withSharedTexts(bytes, size, index)
  throw new ArchiveGap('unsupported', `it is packed by the plugin ${plugin}, which is not known`)
}

/** Deflate between the two bytes before and the four behind that zlib puts there (RFC 1950). */
function inflated(bytes: Uint8Array, size: number, tools: ArchiveTools): Uint8Array {
  const kept: Uint8Array[] = []
  let length = 0
  for (const piece of tools.decompress('deflate-raw', [bytes.subarray(2, -4)])) {
    length += piece.length
    if (length > size) throw otherSize
    // A piece is valid until the next is asked for.
    kept.push(new Uint8Array(piece))
  }
  return joined(kept)
}
