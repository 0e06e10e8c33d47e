import { inflateRawSync } from 'node:zlib'

/** What the directory of a zip says of a file, and its content when it is asked for. */
export interface ZipEntry {
  readonly name: string
  /** As the directory states them. */
  readonly crc32: number
  readonly size: number
  content(): Uint8Array
}

/** The files of an ordinary zip, as {@link readZip} reads it, without inflating any. */
export function* zipEntries(bytes: Buffer): Generator<ZipEntry> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0) throw new Error('not a zip')
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = bytes.readUInt16LE(at + 28)
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20))
    const deflated = bytes.readUInt16LE(at + 10) === 8
    yield {
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      crc32: bytes.readUInt32LE(at + 16),
      size: bytes.readUInt32LE(at + 24),
      content: () => (deflated ? inflateRawSync(packed) : packed),
    }
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
}
