import { crc32 } from 'node:zlib'

/**
 * A RAR 5 archive of stored files (RAR 5.0 archive format: "General archive structure", "File header").
 *
 * @see https://www.rarlab.com/technote.htm
 */
export function rar5Of(files: readonly { readonly name: string; readonly content: Uint8Array }[]): Buffer {
  return Buffer.concat([
    Buffer.from([0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x01, 0x00]),
    block(mainHeader, 0, [vint(0)]),
    ...files.flatMap(({ name, content }) => [fileHeader(name, content), Buffer.from(content)]),
    block(endOfArchive, 0, [vint(0)]),
  ])
}

const mainHeader = 1
const file = 2
const endOfArchive = 5
const hasData = 2
const hasCrc = 4
const unix = 1
const readable = 0o100644

function fileHeader(name: string, content: Uint8Array): Buffer {
  const bytes = Buffer.from(name)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32LE(crc32(content))
  // Compression 0: stored. Its fields in this order are those of the note.
  const fields = [vint(content.length), vint(hasCrc), vint(content.length), vint(readable), checksum]
  return block(file, hasData, [...fields, vint(0), vint(unix), vint(bytes.length), bytes])
}

/** CRC-32 and size stand before what they are of; the size does not count itself, the CRC-32 does. */
function block(type: number, flags: number, fields: readonly Buffer[]): Buffer {
  const header = Buffer.concat([vint(type), vint(flags), ...fields])
  const sized = Buffer.concat([vint(header.length), header])
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32LE(crc32(sized))
  return Buffer.concat([checksum, sized])
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function vint(value: number): Buffer {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left])
    bytes.push((left % 128) | 128)
  }
}
