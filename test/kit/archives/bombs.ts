import { deflateRawSync } from 'node:zlib'
import { type ZipMember, zipOf } from './zip.ts'

/** Records that all lead to the same content: no byte of it is there twice. */
export function overlapping(count: number, content: Uint8Array, as: Partial<ZipMember> = {}): Buffer {
  const whole = zipOf([{ name: '0.jar', content, ...as }])
  const directoryAt = whole.readUInt32LE(whole.length - 6)
  const record = whole.subarray(directoryAt, whole.length - 22)
  const records = Array.from({ length: count }, (_, i) => {
    const copy = Buffer.from(record)
    // Different checksums, so that they are not known to be one.
    copy.writeUInt32LE(i + 1, 16)
    return copy
  })
  const end = Buffer.from(whole.subarray(-22))
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(count * record.length, 12)
  return Buffer.concat([whole.subarray(0, directoryAt), ...records, end])
}

/** Zips in zips, each other than its brothers, with a megabyte of zeros at the end of each way. */
export function sixteenfold(levels: number): Buffer {
  const bottom = deflateRawSync(Buffer.alloc(2 ** 20))
  let raw = bottom
  let size = 2 ** 20
  for (let level = 0; level < levels; level++) {
    const members = Array.from({ length: 16 }, (_, i) => ({
      ...{ name: `${i}.zip`, raw, claims: { size, crc32: level * 16 + i + 1 } },
    }))
    const zipped = zipOf(members)
    raw = deflateRawSync(zipped)
    size = zipped.length
  }
  return zipOf([{ name: 'all.zip', raw, claims: { size } }])
}
