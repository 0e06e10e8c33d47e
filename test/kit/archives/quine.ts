import { crc32 } from 'node:zlib'

/**
 * A zip whose one entry is itself, byte for byte, to any depth. Its compressed data are a program of deflate blocks,
 * each of five bytes and the literals behind it, that prints what stands before it, itself, and what stands behind it:
 * `L n` prints the n bytes that follow, `R n` prints the last n bytes once more.
 *
 * @see https://research.swtch.com/zip on how such a program is found
 */
export function zipQuine(name = 'r.zip'): Buffer {
  const { length } = written(name, 0, 0)
  // The checksum is that of a file in which it stands: CRC-32 is affine, so its bits are 32 linear equations.
  const checksumOf = (stated: number): number => crc32(written(name, stated, length))
  return written(name, fixedPoint(checksumOf), length)
}

/** So long are what stands before and behind the program, since deflate repeats at most 258 bytes at once. */
const around = 253

function written(name: string, checksum: number, size: number): Buffer {
  const packed = program(Buffer.alloc(around), Buffer.alloc(around)).length
  const before = headOf(name, checksum, packed, size)
  const behind = tailOf(name, checksum, packed, size)
  return Buffer.concat([before, program(before, behind), behind])
}

/** What is printed is in step with what prints it at each line's end. */
function program(before: Buffer, behind: Buffer): Buffer {
  const [literal, last, repeat, repeatAll] = [literalOf(258), literalOf(258), repeatOf20, repeatOf258(0)]
  const [one, four, none] = [literalOf(5), literalOf(20), literalOf(0)]
  const rest = [literal, before, literal, repeatAll, one, repeatAll, one, one]
  const next = [four, repeatAll, one, one, four, repeat]
  const again = [four, repeat, four, repeat, four, repeat]
  const end = [four, repeat, none, none, last, repeat, none, none, last, repeatOf258(1), behind, repeatOf258(1)]
  return Buffer.concat([...rest, ...next, ...again, ...end])
}

/** A stored block (RFC 1951 section 3.2.4) that begins at a whole byte. */
function literalOf(length: number): Buffer {
  const block = Buffer.alloc(5)
  block.writeUInt16LE(length, 1)
  block.writeUInt16LE(length ^ 0xffff, 3)
  return block
}

/** 20 bytes as twice 10, from 20 bytes ago: exactly five bytes with the codes of RFC 1951 section 3.2.6. */
const repeatOf20 = blockOf([1, 2], [264 - 256, -7], [8, -5], [3, 3], [264 - 256, -7], [8, -5], [3, 3], [0, -7])

/** 258 bytes from 258 bytes ago, and an empty block that fills five bytes up; that one may be the last. */
function repeatOf258(final: 0 | 1): Buffer {
  return blockOf([1, 2], [0xc0 + 285 - 280, -8], [16, -5], [1, 7], [0, -7], [final, 1], [1, 2], [0, -7])
}

/** Bits, the lowest first; of a Huffman code, which has a negative length here, the highest first. A block begins with 0. */
function blockOf(...fields: readonly (readonly [value: number, bits: number])[]): Buffer {
  const bits = [0]
  for (const [value, count] of fields) {
    const width = Math.abs(count)
    for (let i = 0; i < width; i++) bits.push((value >> (count < 0 ? width - 1 - i : i)) & 1)
  }
  if (bits.length !== 40) throw new Error(`${bits.length} bits are not five bytes`)
  return Buffer.from(
    Array.from({ length: 5 }, (_, at) => bits.slice(at * 8, at * 8 + 8).reduce((sum, bit, i) => sum | (bit << i), 0)),
  )
}

function headOf(name: string, checksum: number, packed: number, size: number): Buffer {
  const head = Buffer.alloc(around)
  head.writeUInt32LE(0x04034b50)
  factsOf(name, checksum, packed, size).copy(head, 4)
  const extra = around - 30 - name.length
  head.writeUInt16LE(extra, 28)
  head.write(name, 30)
  head.writeUInt16LE(0xf11e, 30 + name.length)
  head.writeUInt16LE(extra - 4, 32 + name.length)
  return head
}

function tailOf(name: string, checksum: number, packed: number, size: number): Buffer {
  const tail = Buffer.alloc(around, ' ')
  const record = 46 + name.length
  tail.fill(0, 0, record + 22)
  tail.writeUInt32LE(0x02014b50)
  tail.writeUInt16LE(20, 4)
  factsOf(name, checksum, packed, size).copy(tail, 6)
  tail.write(name, 46)
  tail.writeUInt32LE(0x06054b50, record)
  tail.writeUInt16LE(1, record + 8)
  tail.writeUInt16LE(1, record + 10)
  tail.writeUInt32LE(record, record + 12)
  tail.writeUInt32LE(around + packed, record + 16)
  tail.writeUInt16LE(around - record - 22, record + 20)
  return tail
}

/** What both headers say, from the version to the length of the name (APPNOTE 4.3.7, 4.3.12). */
function factsOf(name: string, checksum: number, packed: number, size: number): Buffer {
  const facts = Buffer.alloc(24)
  facts.writeUInt16LE(20, 0)
  facts.writeUInt16LE(8, 4)
  facts.writeUInt16LE(0x21, 8)
  facts.writeUInt32LE(checksum, 10)
  facts.writeUInt32LE(packed, 14)
  facts.writeUInt32LE(size, 18)
  facts.writeUInt16LE(name.length, 22)
  return facts
}

/** The value that an affine function of 32 bits gives for itself, by elimination. */
function fixedPoint(affine: (value: number) => number): number {
  const constant = affine(0)
  const images = Array.from({ length: 32 }, (_, bit) => affine((1 << bit) >>> 0) ^ constant ^ (1 << bit))
  const rows = Array.from({ length: 32 }, (_, bit) => ({
    left: images.reduce((row, image, column) => row | (((image >>> bit) & 1) << column), 0),
    right: (constant >>> bit) & 1,
  }))
  let value = 0
  for (let column = 0; column < 32; column++) {
    const pivot = rows.find(({ left }, index) => index >= column && ((left >>> column) & 1) === 1)
    if (pivot === undefined) throw new Error('no such checksum: choose another name')
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(column, 0, pivot)
    rows.forEach((row, index) => {
      if (index === column || ((row.left >>> column) & 1) === 0) return
      rows[index] = { left: row.left ^ pivot.left, right: row.right ^ pivot.right }
    })
  }
  rows.forEach(({ right }, bit) => (value |= right << bit))
  return value >>> 0
}
