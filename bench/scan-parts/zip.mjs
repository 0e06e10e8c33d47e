import { closeSync, openSync, writeSync } from 'node:fs'
import { crc32, deflateRawSync } from 'node:zlib'

/**
 * A member as it is packed: `{ name, method, crc, size, packed }`. Reads what tools such as Maven write; the shipped
 * reader is not used here, so that the tree does not depend on what is measured.
 */
export function readZip(bytes) {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  const members = []
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = bytes.readUInt16LE(at + 28)
    const packedSize = bytes.readUInt32LE(at + 20)
    const header = bytes.readUInt32LE(at + 42)
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
    members.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      size: bytes.readUInt32LE(at + 24),
      packed: bytes.subarray(start, start + packedSize),
    })
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return members
}

export function stored(name, content) {
  return { name, method: 0, crc: crc32(content), size: content.length, packed: content }
}

/** Level 6, as nearly all tools use. */
export function deflated(name, content) {
  return { name, method: 8, crc: crc32(content), size: content.length, packed: deflateRawSync(content) }
}

/** The content of a member. */
export function zipOf(members, { directory = true } = {}) {
  const { parts } = layOut(members, directory)
  return Buffer.concat(parts)
}

/** Writes a zip without putting it together in memory. */
export function writeZip(path, members) {
  const file = openSync(path, 'w')
  try {
    for (const part of layOut(members, true).parts) for (let at = 0; at < part.length; ) at += writeSync(file, part, at)
  } finally {
    closeSync(file)
  }
}

function layOut(members, directory) {
  const parts = []
  const records = []
  let at = 0
  for (const { name, method, crc, size, packed } of members) {
    const nameBytes = Buffer.from(name)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(0x800, 2)
    fields.writeUInt16LE(method, 4)
    fields.writeUInt16LE(0x21, 8) // 1980-01-01: the same tree each time
    fields.writeUInt32LE(crc, 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(size, 18)
    fields.writeUInt16LE(nameBytes.length, 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    records.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), fields, rest, nameBytes)
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), fields, nameBytes, packed)
    at += 30 + nameBytes.length + packed.length
  }
  if (!directory) return { parts }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(
    records.reduce((sum, { length }) => sum + length, 0),
    12,
  )
  end.writeUInt32LE(at, 16)
  return { parts: [...parts, ...records, end] }
}
