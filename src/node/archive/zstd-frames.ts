import { ArchiveGap, PieceReader } from '../../archive/index.ts'

const frameMagic = 0xfd2fb528
const skippableMagic = 0x184d2a50
/** As much as zstd itself undoes without being asked for more (`--long=27`). */
export const mostWindowBytes = 128 * 2 ** 20

/** Undoes one frame: it is given the header, then block by block, and gives what comes out. */
export interface FrameDecoder {
  push(part: Uint8Array, last: boolean): Iterable<Uint8Array>
  close(): void
}

/**
 * Walks the frames of Zstandard (RFC 8878 section 3.1) and hands them on in their parts, so that nothing that could
 * ask for more memory than there is, or for a dictionary, gets as far as the decoder. Throws ArchiveGap.
 */
export function* unzstd(
  pieces: Iterable<Uint8Array>,
  open: () => FrameDecoder,
): Generator<Uint8Array, void, undefined> {
  const reader = new PieceReader(pieces)
  try {
    do {
      const magic = reader.need(4)
      const number = uint(magic)
      if ((number & 0xfffffff0) >>> 0 === skippableMagic) reader.skip(uint(reader.need(4)))
      else if (number === frameMagic) yield* frame(reader, magic, open)
      else throw new ArchiveGap('malformed', 'something that is no frame of Zstandard follows')
    } while (!reader.ended())
  } finally {
    reader.close()
  }
}

function* frame(
  reader: PieceReader,
  magic: Uint8Array,
  open: () => FrameDecoder,
): Generator<Uint8Array, void, undefined> {
  const descriptor = reader.byte()
  const single = (descriptor & 0x20) !== 0
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  const rest = reader.need((single ? 0 : 1) + dictionaryBytes + sizeBytes)
  const dictionary = rest.subarray(single ? 0 : 1, rest.length - sizeBytes)
  if (dictionary.some((byte) => byte !== 0)) {
    throw new ArchiveGap('unsupported', `it was compressed with a dictionary, number ${uint(dictionary)}`)
  }
  const window = single ? uint(rest.subarray(-sizeBytes)) + (sizeBytes === 2 ? 256 : 0) : windowOf(rest[0] ?? 0)
  if (window > mostWindowBytes) {
    throw new ArchiveGap('too-large', `undoing its compression takes a window of ${window} bytes`)
  }
  const decoder = open()
  try {
    yield* decoder.push(joined(magic, Uint8Array.of(descriptor), rest), false)
    for (let last = false; !last; ) {
      const header = reader.need(3)
      const value = uint(header)
      last = (value & 1) === 1
      // A block of one byte again and again (1) has that byte only; 3 is not used yet.
      const size = ((value >> 1) & 3) === 1 ? 1 : value >> 3
      const checksum = last && (descriptor & 4) !== 0 ? 4 : 0
      if (size > 128 * 1_024) throw new ArchiveGap('malformed', 'a block is larger than blocks may be')
      yield* decoder.push(joined(header, reader.need(size + checksum)), last)
    }
  } finally {
    decoder.close()
  }
}

/** Window_Descriptor (section 3.1.1.1.2). */
function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}

/** The lowest byte first; exact up to 2^53. */
function uint(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0)
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts)
}
