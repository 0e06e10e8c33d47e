import { escapedByte } from './printable.ts'

/** RFC 1035 section 2.3.4. */
const maxNameBytes = 255
const maxLabelBytes = 63

/** A domain name as it was found in a message. */
export interface NameInMessage {
  /**
   * Labels with dots between them, without a final dot, in the letter case of the message; the root is `.`.
   * Bytes that do not print, and dots and backslashes inside a label, read `\DDD`, so that every dot is a border.
   */
  readonly text: string
  /** Offset of the first byte after the name, where it stands. */
  readonly end: number
  /** It has no compression pointer and no byte above 127. */
  readonly plain: boolean
}

/**
 * Reads the name at `at`, following compression pointers (RFC 1035 section 4.1.4). Each must point before the
 * place where the last one pointed, so no chain of them can loop. `null` if there is no well-formed name.
 */
export function readName(message: Uint8Array, at: number): NameInMessage | null {
  let text = ''
  let plain = true
  let end = -1
  let length = 1
  let floor = at
  for (let i = at; i < message.length; ) {
    const size = message[i] ?? 0
    if (size === 0) return { text: text === '' ? '.' : text, end: end < 0 ? i + 1 : end, plain }
    if (size >= 0xc0) {
      const low = message[i + 1]
      if (low === undefined) return null
      const target = (size & 0x3f) * 256 + low
      if (target >= floor) return null
      plain = false
      if (end < 0) end = i + 2
      floor = i = target
      continue
    }
    length += size + 1
    if (size > maxLabelBytes || length > maxNameBytes || i + size >= message.length) return null
    if (text !== '') text += '.'
    for (const stop = i + size; i < stop; ) {
      const byte = message[++i] ?? 0
      if (byte > 127) plain = false
      text += prints(byte) ? String.fromCharCode(byte) : escapedByte(byte)
    }
    i++
  }
  return null
}

/** The bytes of a host name in ASCII; `null` if it is not one. */
export function writeName(text: string): Uint8Array | null {
  const labels = text.split('.')
  const bytes: number[] = []
  for (const label of labels) {
    if (!/^[a-z0-9_-]{1,63}$/i.test(label)) return null
    bytes.push(label.length)
    for (let i = 0; i < label.length; i++) bytes.push(label.charCodeAt(i))
  }
  bytes.push(0)
  return bytes.length > maxNameBytes ? null : Uint8Array.from(bytes)
}

function prints(byte: number): boolean {
  return byte > 0x20 && byte < 0x7f && byte !== 0x2e && byte !== 0x5c
}
