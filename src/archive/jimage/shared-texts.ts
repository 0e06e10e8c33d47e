import { ArchiveGap } from '../archive-gap.ts'
import { joined } from '../bytes.ts'
import { type ImageIndex, viewOf } from './image-index.ts'

export const otherSize = new ArchiveGap('malformed', 'it has another size than it states')

/** Tags that the plugin adds to those of a constant pool (JVMS §4.4): a text, or a descriptor, of the image's texts. */
const sharedText = 23
const sharedDescriptor = 25
const utf8 = 1
/** Bytes behind the tags of other constants, by tag. */
const widthOf: Readonly<Record<number, number>> = {
  ...{ 3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2 },
}
const beforePool = 8
const letterL = 0x4c
const slash = 0x2f

/**
 * A class of which the plugin `compact-cp` has put texts among those of the image, whole again; `size` in bytes. Throws
 * ArchiveGap.
 *
 * @see https://github.com/openjdk/jdk/blob/master/src/java.base/share/native/libjimage/imageDecompressor.cpp SharedStringDecompressor
 */
export function withSharedTexts(packed: Uint8Array, size: number, index: ImageIndex): Uint8Array {
  const from = new Reading(packed)
  const to = new Writing(size)
  to.put(from.take(beforePool))
  const count = from.take(2)
  to.put(count)
  for (let left = viewOf(count).getUint16(0) - 1; left > 0; left--) {
    const tag = from.byte()
    if (tag === sharedText) to.text([index.text(from.number())])
    else if (tag === sharedDescriptor) to.text(descriptorPieces(from, index))
    else if (tag === utf8) to.text([from.take(viewOf(from.take(2)).getUint16(0))])
    else {
      const width = widthOf[tag]
      if (width === undefined) throw new ArchiveGap('malformed', `it has a constant of the unknown tag ${tag}`)
      to.put(Uint8Array.of(tag))
      to.put(from.take(width))
      // Those of eight bytes count for two (JVMS §4.4.5).
      if (width === 8) left--
    }
  }
  to.put(from.rest())
  return to.whole()
}

/** `(L;I)V` with the packages and names that belong behind each `L`. */
function* descriptorPieces(from: Reading, index: ImageIndex): Generator<Uint8Array, void, undefined> {
  const descriptor = index.text(from.number())
  const names = new Reading(from.take(from.number()))
  if (names.isEmpty) return yield descriptor
  for (const [at, byte] of descriptor.entries()) {
    yield descriptor.subarray(at, at + 1)
    if (byte !== letterL) continue
    const folder = index.text(names.number())
    yield folder
    if (folder.length > 0) yield Uint8Array.of(slash)
    yield index.text(names.number())
  }
}

/** Throws ArchiveGap at the end. */
class Reading {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isEmpty(): boolean {
    return this.#at >= this.#bytes.length
  }

  byte(): number {
    return this.take(1)[0] ?? 0
  }

  take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw new ArchiveGap('truncated', 'it ends inside of its constants')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  /** Of one to three bytes, of which the first states how many, or four (`CompressIndexes`). */
  number(): number {
    const first = this.byte()
    const isShort = (first & 0x80) !== 0
    const more = isShort ? ((first >>> 5) & 3) - 1 : 3
    if (more < 0) throw new ArchiveGap('malformed', 'a number in it has no length')
    let value = isShort ? first & 0x1f : first
    for (const byte of this.take(more)) value = value * 256 + byte
    return value
  }

  rest(): Uint8Array {
    return this.take(this.#bytes.length - this.#at)
  }
}

/** No more bytes than were stated. Throws ArchiveGap. */
class Writing {
  readonly #pieces: Uint8Array[] = []
  readonly #most: number
  #length = 0

  constructor(most: number) {
    this.#most = most
  }

  put(bytes: Uint8Array): void {
    this.#length += bytes.length
    if (this.#length > this.#most) throw otherSize
    this.#pieces.push(bytes)
  }

  text(pieces: Iterable<Uint8Array>): void {
    const text = joined(pieces)
    if (text.length > 0xffff) throw new ArchiveGap('malformed', 'a text in it is longer than one may be')
    this.put(Uint8Array.of(utf8, text.length >>> 8, text.length & 0xff))
    this.put(text)
  }

  whole(): Uint8Array {
    return joined(this.#pieces)
  }
}
