import { ArchiveGap } from '../archive-gap.ts'
import { type Bytes, joined, piecesOf, slice } from '../bytes.ts'
import { decodeName } from '../name.ts'

/** One resource of an image, by its attributes. */
export interface Resource {
  /** `java.base/java/lang/Object.class`: the module first. */
  readonly name: string
  /** In the image, in bytes. */
  readonly start: number
  /** In bytes; 0 if it is not compressed. */
  readonly compressed: number
  readonly size: number
}

/** What an image says of itself before its resources. */
export interface ImageIndex {
  /** Ordered as they lie in the image. */
  readonly resources: readonly Resource[]
  readonly littleEndian: boolean
  /** A text by its place among those of the image, as bytes. Throws ArchiveGap. */
  text(at: number): Uint8Array
}

const headerBytes = 28
/** All modules of a JDK make 3 MB of it. */
const largestIndex = 128 * 2 ** 20
/** All modules of a JDK have 30,000 resources, with names of 2 MB. */
const mostResources = 2_000_000
const mostNameBytes = 64 * 2 ** 20
/** In bytes, as in a class file (JVMS §4.4.7). */
const longestText = 65_535
/** Of one resource: there are seven kinds. */
const mostAttributes = 64

/** Kinds of attributes (`ImageLocation`). */
const attribute = { end: 0, module: 1, parent: 2, base: 3, extension: 4, offset: 5, compressed: 6, size: 7 } as const

/**
 * The index of an image of Java's modules, in the byte order of the machine that it was made for: a header, a table for
 * looking up, where the attributes of each resource begin, these, texts. Throws ArchiveGap.
 *
 * @see https://github.com/openjdk/jdk/blob/master/src/java.base/share/native/libjimage/imageFile.hpp
 */
export function readIndex(image: Bytes): ImageIndex {
  const head = image.read(0, headerBytes)
  if (head.length < headerBytes) throw new ArchiveGap('truncated', 'it ends inside of its header')
  const littleEndian = head[0] === 0xda
  const field = (at: number): number => viewOf(head).getUint32(at, littleEndian)
  if (field(4) >>> 16 !== 1) throw new ArchiveGap('unsupported', `its layout is of version ${field(4) >>> 16}`)
  const [tableLength, attributeBytes, textBytes] = [field(16), field(20), field(24)]
  const offsetsAt = headerBytes + tableLength * 4
  const attributesAt = offsetsAt + tableLength * 4
  const textsAt = attributesAt + attributeBytes
  const end = textsAt + textBytes
  if (tableLength > mostResources) throw new ArchiveGap('too-many', `it names more than ${mostResources} resources`)
  if (end > largestIndex) throw new ArchiveGap('too-large', `its index has more than ${largestIndex} bytes`)
  if (end > image.size) throw new ArchiveGap('truncated', 'it ends inside of its index')
  const index = joined(piecesOf(slice(image, 0, end)))
  const texts = index.subarray(textsAt)
  const text = (at: number): Uint8Array => {
    const length = texts.subarray(at, at + longestText + 1).indexOf(0)
    if (length < 0) throw new ArchiveGap('malformed', 'it names a text that is not there, or has no end')
    return texts.subarray(at, at + length)
  }
  const offsets = viewOf(index.subarray(offsetsAt, attributesAt))
  const attributes = index.subarray(attributesAt, textsAt)
  const resources: Resource[] = []
  let nameBytes = 0
  for (let at = 0; at < offsets.byteLength; at += 4) {
    const values = attributesFrom(attributes, offsets.getUint32(at, littleEndian))
    const named = nameOf(values, text)
    if (named === null) continue
    nameBytes += named.length
    if (nameBytes > mostNameBytes)
      throw new ArchiveGap('too-many', `its names have more than ${mostNameBytes} characters`)
    const start = end + (values[attribute.offset] ?? 0)
    const [compressed, size] = [values[attribute.compressed] ?? 0, values[attribute.size] ?? 0]
    resources.push({ name: named, start, compressed, size })
  }
  resources.sort((one, other) => one.start - other.start)
  return { resources, littleEndian, text }
}

/** Values by kind; each begins with its kind and its length less one, and has its bytes in order of weight. */
function attributesFrom(bytes: Uint8Array, start: number): readonly number[] {
  const values: number[] = [0, 0, 0, 0, 0, 0, 0, 0]
  let at = start
  for (let left = mostAttributes; left > 0 && at < bytes.length; left--) {
    const head = bytes[at++] ?? 0
    const kind = head >>> 3
    if (kind === attribute.end) return values
    let value = 0
    for (let more = (head & 7) + 1; more > 0; more--) value = value * 256 + (bytes[at++] ?? 0)
    // Later kinds are passed over: they say nothing of where a resource lies.
    if (kind < values.length) values[kind] = value
  }
  throw new ArchiveGap('malformed', 'the attributes of a resource have no end')
}

/** `null` for a place of the table that is empty. */
function nameOf(values: readonly number[], text: (at: number) => Uint8Array): string | null {
  const part = (kind: number): string => decodeName(text(values[kind] ?? 0))
  const [module, parent, base, extension] = [
    attribute.module,
    attribute.parent,
    attribute.base,
    attribute.extension,
  ].map(part)
  if (base === undefined || base === '') return null
  const folders = [module, parent].filter((folder) => folder !== undefined && folder !== '').join('/')
  const file = extension === undefined || extension === '' ? base : `${base}.${extension}`
  return folders === '' ? file : `${folders}/${file}`
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
