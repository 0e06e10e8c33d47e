/**
 * A zip whose only entry is that zip, byte for byte: who opens what he finds opens it for ever. Its checksum is not
 * the right one, which nobody who looks inside checks first.
 *
 * Deflate is a language of two words, "write these bytes" and "write the last n bytes again", in which a program that
 * prints itself can be written (Russ Cox, "Zip Files All The Way Down"). Here each word takes five bytes: a stored
 * block's header, or a block of fixed codes that holds one repetition.
 */
export function zipQuine(): Buffer {
  // Of this length, so that a repetition of the header fits into five bytes.
  const name = Buffer.from(`${'q'.repeat(29)}.zip`)
  const header = Buffer.alloc(30)
  const trailer = Buffer.alloc(46)
  // The size of the program does not depend on what the headers say of it, so one look at it is enough.
  const { packed, size } = sizesOf(program(localHeader(header, name), trailerOf(trailer, name, 0)), name)
  for (const [bytes, at] of [
    [header, 18],
    [trailer, 20],
  ] as const) {
    bytes.writeUInt32LE(packed, at)
    bytes.writeUInt32LE(size, at + 4)
  }
  const directoryAt = header.length + name.length + packed
  return program(localHeader(header, name), trailerOf(trailer, name, directoryAt))
}

function sizesOf(whole: Buffer, name: Buffer): { readonly packed: number; readonly size: number } {
  return { packed: whole.length - 30 - name.length - trailerSize(name), size: whole.length }
}

const checksum = 0x51_75_69_6e

const trailerSize = (name: Buffer): number => 46 + name.length + 22 + 1

function localHeader(bytes: Buffer, name: Buffer): Buffer {
  bytes.writeUInt32LE(0x04034b50)
  bytes.writeUInt16LE(20, 4)
  bytes.writeUInt16LE(8, 8)
  bytes.writeUInt32LE(checksum, 14)
  bytes.writeUInt16LE(name.length, 26)
  return Buffer.concat([bytes, name])
}

/** The directory and its end; the comment is one byte, which a repetition can end with. */
function trailerOf(record: Buffer, name: Buffer, directoryAt: number): Buffer {
  record.writeUInt32LE(0x02014b50)
  record.writeUInt16LE(20, 4)
  record.writeUInt16LE(20, 6)
  record.writeUInt16LE(8, 10)
  record.writeUInt32LE(checksum, 16)
  record.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(23)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12)
  end.writeUInt32LE(directoryAt, 16)
  end.writeUInt16LE(1, 20)
  end.writeUInt8(0xff, 22)
  return Buffer.concat([record, name, end])
}

/** `before`, which is not compressed; the program; and what is not compressed any more, behind the last block. */
function program(before: Buffer, behind: Buffer): Buffer {
  const after = Buffer.concat([Buffer.from([1, 0, 0, 0xff, 0xff]), behind])
  const first = literal(before.length + 5)
  const again = repetition(before.length + 5)
  const one = literal(5)
  const four = literal(20)
  const fourAgain = repetition(20)
  const none = literal(0)
  const last = literal(after.length + 5)
  const lastAgain = repetition(after.length + 5)
  return Buffer.concat([
    ...[before, first, before, first],
    ...[again, one, again, one, one],
    ...[four, again, one, one, four, fourAgain],
    ...[four, fourAgain, four, fourAgain, four, fourAgain],
    ...[four, fourAgain, none, none, last, fourAgain],
    ...[none, none, last, lastAgain, after, lastAgain, after],
  ])
}

/** "Write these bytes": the header of a stored block (RFC 1951 section 3.2.4). */
function literal(length: number): Buffer {
  const bytes = Buffer.alloc(5)
  bytes.writeUInt16LE(length, 1)
  bytes.writeUInt16LE(length ^ 0xffff, 3)
  return bytes
}

/** "Write the last bytes again", in 40 bits: a block of fixed codes (section 3.2.6). */
function repetition(length: number): Buffer {
  const bits = new Bits()
  bits.number(0, 1)
  bits.number(1, 2)
  if (length === 20) {
    for (let i = 0; i < 2; i++) {
      bits.code(264 - 256, 7) // ten bytes
      bits.code(8, 5) // from 17 and more bytes back
      bits.number(20 - 17, 3)
    }
  } else {
    // All but the last of them, which is 0xff.
    const copied = length - 1
    const lengthCode = [67, 83, 99].findLast((base) => base <= copied) ?? 0
    bits.code(277 - 256 + (lengthCode - 67) / 16, 7)
    bits.number(copied - lengthCode, 4)
    const distanceCode = length > 96 ? 13 : 12
    bits.code(distanceCode, 5)
    bits.number(length - (distanceCode === 13 ? 97 : 65), 5)
    bits.code(0b110010000 + 0xff - 144, 9)
  }
  bits.code(0, 7)
  return bits.bytes()
}

/** The first bit lowest in each byte: numbers begin with their lowest bit, codes with their highest. */
class Bits {
  readonly #bits: number[] = []

  number(value: number, count: number): void {
    for (let i = 0; i < count; i++) this.#bits.push((value >> i) & 1)
  }

  code(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) this.#bits.push((value >> i) & 1)
  }

  bytes(): Buffer {
    if (this.#bits.length !== 40) throw new Error(`a word of ${this.#bits.length} bits`)
    return Buffer.from(
      Array.from({ length: 5 }, (_, i) =>
        this.#bits.slice(8 * i, 8 * i + 8).reduceRight((byte, bit) => 2 * byte + bit, 0),
      ),
    )
  }
}
