import { ArchiveGap } from '../archive-gap.ts'
import { PieceReader } from '../piece-reader.ts'
import { type Check, checkOf } from './checks.ts'
import { unlzma2 } from './lzma2.ts'

const streamMagic = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
const footerMagic = [0x59, 0x5a]
const lzma2Id = 0x21
/** Filters by their numbers (section 5.3), as far as they have names that people know. */
const filterNames: Readonly<Record<number, string>> = {
  3: 'delta',
  4: 'x86',
  5: 'PowerPC',
  6: 'IA-64',
  7: 'ARM',
  8: 'ARM Thumb',
  9: 'SPARC',
  10: 'ARM64',
  11: 'RISC-V',
}

function damaged(what: string): ArchiveGap {
  return new ArchiveGap('malformed', `its ${what} is damaged`)
}

/**
 * Undoes .xz (The .xz File Format 1.2.0), all streams of it. `mostWindow` bounds the memory that it takes, whatever
 * dictionary a stream asks for. Throws ArchiveGap.
 */
export function* unxz(pieces: Iterable<Uint8Array>, mostWindow: number): Generator<Uint8Array, void, undefined> {
  const reader = new PieceReader(pieces)
  try {
    for (let magic = reader.need(6); ; ) {
      if (!equal(magic, streamMagic)) throw new ArchiveGap('malformed', 'something that is no .xz follows its end')
      yield* stream(reader, mostWindow)
      const next = nextMagic(reader)
      if (next === null) return
      magic = next
    }
  } finally {
    reader.close()
  }
}

/** What follows a stream, after padding in fours of zeros. */
function nextMagic(reader: PieceReader): Uint8Array | null {
  for (let four = reader.take(4); four !== null; four = reader.take(4)) {
    if (four.some((byte) => byte !== 0)) return Uint8Array.of(...four, ...reader.need(2))
  }
  return null
}

function* stream(reader: PieceReader, mostWindow: number): Generator<Uint8Array, void, undefined> {
  const [reserved = 0, kind = 0] = reader.need(6)
  if (reserved !== 0 || kind > 15) throw new ArchiveGap('unsupported', 'it is of a later version of .xz')
  for (;;) {
    const [size = 0] = reader.need(1)
    if (size === 0) break
    const header = reader.need((size + 1) * 4 - 1)
    const start = reader.position
    const check = checkOf(kind)
    const windowBytes = windowIn(header)
    for (const piece of unlzma2(reader, { windowBytes, mostWindow })) {
      check.add(piece)
      yield piece
    }
    reader.skip((4 - ((reader.position - start) % 4)) % 4)
    verify(check, reader)
  }
  passIndex(reader)
  const footer = reader.need(12)
  if (!equal(footer.subarray(10), footerMagic)) throw damaged('end')
}

function verify(check: Check, reader: PieceReader): void {
  const stated = reader.need(check.size)
  const counted = check.sum()
  if (counted !== null && !equal(stated, counted)) throw damaged('content')
}

/** The size of the dictionary that a block's header asks for (section 3.1); the size byte is not in `header`. */
function windowIn(header: Uint8Array): number {
  const [flags = 0] = header
  if ((flags & 0x3c) !== 0) throw new ArchiveGap('unsupported', 'it is of a later version of .xz')
  const fields = new PieceReader([header.subarray(1, -4)])
  if ((flags & 0x40) !== 0) integer(fields)
  if ((flags & 0x80) !== 0) integer(fields)
  const id = integer(fields)
  if ((flags & 3) !== 0 || id !== lzma2Id) {
    const name = filterNames[id] ?? `number ${id}`
    throw new ArchiveGap('unsupported', `it was compressed with the filter ${name}, which is not undone`)
  }
  if (integer(fields) !== 1) throw damaged('header')
  const [bits = 0] = fields.need(1)
  if (bits > 40) throw damaged('header')
  return bits === 40 ? 0xffffffff : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11)
}

/** The list of blocks (section 4), of which nothing is needed. */
function passIndex(reader: PieceReader): void {
  const start = reader.position - 1
  for (let records = integer(reader); records > 0; records--) {
    integer(reader)
    integer(reader)
  }
  reader.skip((4 - ((reader.position - start) % 4)) % 4)
  reader.skip(4)
}

/** Seven bits a byte, the lowest first (section 1.2). */
function integer(reader: PieceReader): number {
  let value = 0
  for (let factor = 1; factor < 2 ** 63; factor *= 128) {
    const [byte = 0] = reader.need(1)
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return value
  }
  throw damaged('header')
}

function equal(bytes: Uint8Array, expected: ArrayLike<number>): boolean {
  return bytes.length === expected.length && bytes.every((byte, i) => byte === expected[i])
}
