import type { Chance } from '../chance.ts'

/** Longer than any of these files grows, in bytes. */
const longest = 262_144
const scratch = Buffer.alloc(longest)

/** What is written over a field of so many bytes: nothing, one, the largest with and without a sign, nearly so. */
const extremes: readonly bigint[] = [0n, 1n, -1n, -2n]
const widths = [1, 2, 4, 8] as const

/** Where the headers of a file lie, in bytes. */
export type Hot = readonly [from: number, to: number]

/**
 * One of `seeds` as chance and malice leave files: bits flipped, fields set to extremes, cut off, joined with another
 * of them in the middle, or with a stretch that is there twice or not at all. One to four of these at once.
 */
export function damaged(seeds: readonly Uint8Array[], luck: Chance, hot: Hot = [0, 100]): Uint8Array {
  const seed = seeds[luck.below(seeds.length)]
  if (seed === undefined || seed.length > longest / 2) throw new Error('there is no seed, or it is too long')
  scratch.set(seed)
  let length = seed.length
  for (let edits = 1 + luck.below(4); edits > 0; edits--) length = edited(length, seeds, luck, hot)
  return Uint8Array.from(scratch.subarray(0, length))
}

/** Gives how long it is then. */
function edited(length: number, seeds: readonly Uint8Array[], { below }: Chance, hot: Hot): number {
  const at = placeIn(length, below, hot)
  const kind = below(16)
  if (kind < 6) {
    scratch[at] = (scratch[at] ?? 0) ^ (1 << below(8))
    return length
  }
  if (kind < 11) {
    setToExtreme(at, length, below)
    return length
  }
  if (kind === 11) return below(length + 1)
  if (kind === 12) {
    const other = seeds[below(seeds.length)] ?? scratch
    const from = below(other.length + 1)
    const tail = other.subarray(from, from + longest - at)
    scratch.set(tail, at)
    return at + tail.length
  }
  const stretch = Math.min(1 + below(below(2) === 0 ? 16 : 1_024), length - at)
  if (kind === 13) {
    scratch.copyWithin(at, at + stretch, length)
    return length - stretch
  }
  if (length + stretch > longest) return length
  scratch.copyWithin(at + stretch, at, length)
  return length + stretch
}

/** A third anywhere, a third where its headers are, a third in its last hundred bytes, where directories end. */
function placeIn(length: number, below: Chance['below'], [from, to]: Hot): number {
  const where = below(3)
  if (where === 0) return below(length + 1)
  return where === 1 ? Math.min(length, from + below(to - from)) : length - below(Math.min(length, 100) + 1)
}

/** A number in binary of either order, or in digits, as tar, cpio and ar have them. */
function setToExtreme(at: number, length: number, below: Chance['below']): void {
  const digit = scratch[at] ?? 0
  if (digit >= 0x30 && digit <= 0x39) {
    const text = ['0', '7', '9', 'f'][below(4)] ?? '0'
    for (let i = at; i < length && (scratch[i] ?? 0) >= 0x30 && (scratch[i] ?? 0) <= 0x39; i++) scratch.write(text, i)
    return
  }
  const width = widths[below(4)] ?? 1
  if (at + width > length) return
  const bits = BigInt(width * 8)
  const values = [...extremes, 1n << (bits - 1n), (1n << (bits - 1n)) - 1n, BigInt(length)]
  let value = BigInt.asUintN(width * 8, values[below(values.length)] ?? 0n)
  const littleFirst = below(2) === 0
  for (let i = 0; i < width; i++) {
    scratch[littleFirst ? at + i : at + width - 1 - i] = Number(value & 0xffn)
    value >>= 8n
  }
}

/** The checksum of a tar's header (POSIX, ustar) made true again wherever one lies, so that damage gets behind it. */
export function withTarChecksums(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at + 512 <= buffer.length; at += 512) {
    if (buffer.toString('latin1', at + 257, at + 262) !== 'ustar') continue
    buffer.fill(0x20, at + 148, at + 156)
    let sum = 0
    for (let i = at; i < at + 512; i++) sum += buffer[i] ?? 0
    buffer.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1')
  }
  return bytes
}
