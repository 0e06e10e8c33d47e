import { ArchiveGap } from './archive-gap.ts'

const frameMagic = 0x184d2204
const skippableMagic = 0x184d2a50
/** Matches reach at most this far back (LZ4 Block Format). */
const window = 65_536

/**
 * Undoes the LZ4 frame format (lz4_Frame_format.md 1.6.3), all frames of it, block by block. Checksums are passed over:
 * what is damaged is for the reader of the content to notice. Throws ArchiveGap.
 */
export function* unlz4(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  const input = new Taker(pieces)
  while (!input.ended()) {
    const magic = uint32(input.take(4))
    if ((magic & 0xfffffff0) >>> 0 === skippableMagic) input.skip(uint32(input.take(4)))
    else if (magic === frameMagic) yield* frame(input)
    else throw new ArchiveGap('malformed', 'something that is no LZ4 frame follows')
  }
}

function* frame(input: Taker): Generator<Uint8Array, void, undefined> {
  const [flags = 0, descriptor = 0] = input.take(2)
  if (flags >> 6 !== 1) throw new ArchiveGap('unsupported', 'its LZ4 frame is of another version')
  if ((flags & 1) !== 0) throw new ArchiveGap('unsupported', 'its LZ4 frame needs a dictionary')
  const most = 1 << (8 + 2 * ((descriptor >> 4) & 7))
  input.skip(((flags & 8) !== 0 ? 8 : 0) + 1)
  const linked = (flags & 0x20) === 0
  let before: Uint8Array = new Uint8Array(0)
  for (;;) {
    const size = uint32(input.take(4))
    if (size === 0) break
    const plain = size >>> 31 === 1
    const length = size & 0x7fffffff
    if (length > most) throw new ArchiveGap('malformed', 'an LZ4 block is larger than its frame allows')
    const block = input.take(length)
    if ((flags & 0x10) !== 0) input.skip(4)
    const content = plain ? block : decodeBlock(block, before, most)
    if (linked) before = tailOf(before, content)
    yield content
  }
  if ((flags & 4) !== 0) input.skip(4)
}

/** One block (lz4_Block_format.md), which may copy from what came before. */
function decodeBlock(block: Uint8Array, before: Uint8Array, most: number): Uint8Array {
  const output = new Uint8Array(before.length + most)
  output.set(before)
  let at = 0
  let end = before.length
  const length = (start: number): number => {
    let sum = start
    if (start !== 15) return sum
    for (let byte = 255; byte === 255; ) {
      byte = block[at++] ?? 0
      sum += byte
    }
    return sum
  }
  while (at < block.length) {
    const token = block[at++] ?? 0
    const literals = length(token >> 4)
    if (at + literals > block.length || end + literals > output.length) throw damaged()
    output.set(block.subarray(at, at + literals), end)
    at += literals
    end += literals
    if (at >= block.length) break
    const distance = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8)
    at += 2
    const match = length(token & 15) + 4
    if (distance === 0 || distance > end || end + match > output.length) throw damaged()
    // Byte by byte, because a match may overlap what it makes.
    for (let i = 0; i < match; i++, end++) output[end] = output[end - distance] ?? 0
  }
  return output.subarray(before.length, end)
}

function damaged(): ArchiveGap {
  return new ArchiveGap('malformed', 'an LZ4 block is damaged')
}

function tailOf(before: Uint8Array, content: Uint8Array): Uint8Array {
  if (content.length >= window) return content.slice(content.length - window)
  const kept = before.subarray(Math.max(0, before.length + content.length - window))
  const tail = new Uint8Array(kept.length + content.length)
  tail.set(kept)
  tail.set(content, kept.length)
  return tail
}

function uint32(bytes: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0
}

/** Takes exactly so many bytes at a time. */
class Taker {
  readonly #source: Iterator<Uint8Array>
  #piece: Uint8Array = new Uint8Array(0)

  constructor(pieces: Iterable<Uint8Array>) {
    this.#source = pieces[Symbol.iterator]()
  }

  ended(): boolean {
    while (this.#piece.length === 0) {
      const next = this.#source.next()
      if (next.done === true) return true
      this.#piece = next.value.slice()
    }
    return false
  }

  take(length: number): Uint8Array {
    const taken = new Uint8Array(length)
    for (let have = 0; have < length; ) {
      if (this.ended()) throw new ArchiveGap('truncated', 'its compressed data end too early')
      const some = this.#piece.subarray(0, length - have)
      taken.set(some, have)
      have += some.length
      this.#piece = this.#piece.subarray(some.length)
    }
    return taken
  }

  skip(length: number): void {
    for (let left = length; left > 0; ) {
      if (this.ended()) throw new ArchiveGap('truncated', 'its compressed data end too early')
      const some = Math.min(left, this.#piece.length)
      this.#piece = this.#piece.subarray(some)
      left -= some
    }
  }
}
