import { decodeName } from '../name.ts'

/** Everything in a tar lies in blocks of so many bytes. */
export const tarBlock = 512

/** Whether the checksum fits, counted with or without signs as tars of all ages do, and something is named. */
export function isTarHeader(header: Uint8Array): boolean {
  if (header[0] === 0 && header[345] === 0 && header[156] === 0) return false
  // A checksum is octal; nearly everything that is no tar is told from one by its first byte.
  const first = header[148] ?? 0
  if (first > 0x20 && first < 0x80 && (first < 0x30 || first > 0x37)) return false
  const stated = numberAt(header, 148, 8)
  if (!(stated > 0)) return false
  let unsigned = 0
  let signed = 0
  for (let i = 0; i < tarBlock; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : (header[i] ?? 0)
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  return stated === unsigned || stated === signed
}

/** Octal text; or, with the first bit set, a number in base 256 as GNU writes large ones. */
export function numberAt(header: Uint8Array, start: number, length: number): number {
  const first = header[start] ?? 0
  if ((first & 0x80) !== 0) {
    let value = first & 0x7f
    for (let i = start + 1; i < start + length; i++) value = value * 256 + (header[i] ?? 0)
    return value
  }
  const text = upToZero(header.subarray(start, start + length)).trim()
  return /^[0-7]*$/.test(text) ? Number.parseInt(text === '' ? '0' : text, 8) : Number.NaN
}

export function textAt(header: Uint8Array, start: number, length: number): string {
  return upToZero(header.subarray(start, start + length))
}

/** Text up to its first NUL. */
export function upToZero(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0)
  return decodeName(zero < 0 ? bytes : bytes.subarray(0, zero))
}
