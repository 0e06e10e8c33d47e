import { ArchiveGap } from '../archive-gap.ts'
import { type Bytes, joined, piecesOf, slice } from '../bytes.ts'
import { startsWith } from '../compressed.ts'
import type { ArchiveFormat, ArchiveTools, Entry } from '../format.ts'
import { type ImageIndex, type Resource, readIndex } from '../jimage/image-index.ts'
import { unpackResource } from '../jimage/unpack-resource.ts'

/** What is packed is read whole; classes are thousands of times smaller. */
const largestPacked = 64 * 2 ** 20

/** The modules of a Java runtime, `lib/modules`, and of an application that `jlink` has put among them. */
export const jimage: ArchiveFormat = {
  id: 'jimage',
  summary: 'images of Java modules (`lib/modules` of a runtime that `jlink` made)',
  headBytes: 512,
  claims: (head) => startsWith(head, [0xca, 0xfe, 0xda, 0xda]) || startsWith(head, [0xda, 0xda, 0xfe, 0xca]),

  *entries(input, tools) {
    const image = input.bytes()
    const index = readIndex(image)
    for (const resource of index.resources) yield entryOf(image, resource, index, tools)
  },
}

/** Folders, and for each package the modules that have it: tables of places, of names that no module has. */
const isTable = /^\/?(?:packages(?:\/[^/]*)?|modules(?:\/(?!.*\.class$).*)?)$/

function entryOf(image: Bytes, resource: Resource, index: ImageIndex, tools: ArchiveTools): Entry {
  const { name, start, compressed, size } = resource
  const length = compressed === 0 ? size : compressed
  const isWhole = start + length <= image.size
  return {
    name,
    kind: isTable.test(name) ? 'other' : 'file',
    size,
    crc32: null,
    linkTo: null,
    encrypted: false,
    inPlace: () => (compressed === 0 && isWhole ? slice(image, start, length) : null),
    *content() {
      if (!isWhole) throw new ArchiveGap('truncated', 'the image ends before it does')
      const lies = slice(image, start, length)
      if (compressed === 0) yield* piecesOf(lies)
      else if (length > largestPacked) throw new ArchiveGap('too-large', `it has more than ${largestPacked} bytes`)
      else yield unpackResource(joined(piecesOf(lies)), index, tools)
    },
  }
}
