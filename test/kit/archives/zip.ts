import { crc32 as crcOf, deflateRawSync } from 'node:zlib'

/** One entry of a zip to be written, honestly or not. */
export interface ZipMember {
  /** Bytes where a name is not UTF-8. */
  readonly name: string | Uint8Array
  readonly content?: Uint8Array | string
  /** Default: `deflate`. A number names a method that nothing here can write; its bytes are `content` as it is. */
  readonly method?: 'store' | 'deflate' | number
  /** General purpose bits to set beside those that the writing asks for (APPNOTE 4.4.4); 1 means encrypted. */
  readonly flags?: number
  /** The compressed bytes, where they are not what `content` deflates to. */
  readonly raw?: Uint8Array
  /** What both headers claim, where it is not true. */
  readonly claims?: { readonly crc32?: number; readonly size?: number; readonly packed?: number }
  /** Sizes follow the content instead of standing before it (APPNOTE 4.3.9). */
  readonly descriptor?: boolean
  /** An extra field, such as the AES header 0x9901. */
  readonly extra?: Uint8Array
}

export interface ZipForm {
  /** Bytes in front of the first entry, as in a self-executing jar. Offsets count from the start of the file. */
  readonly prefix?: Uint8Array | string
  /** As {@link prefix}, and offsets count from its end: what `cat stub app.jar` makes. */
  readonly stub?: Uint8Array | string
  readonly suffix?: Uint8Array | string
  readonly comment?: string
  /** Sizes and offsets in the 64-bit records. */
  readonly zip64?: boolean
  /** Without it, only the local headers tell what is there. */
  readonly directory?: boolean
  /** The number of this disk (APPNOTE 4.4.19); other than 0 for one piece of many. */
  readonly disk?: number
}

const methods = { store: 0, deflate: 8 } as const

/** A zip written by the book (PKWARE APPNOTE 6.3.10), or against it where its members say so. */
export function zipOf(members: readonly ZipMember[], form: ZipForm = {}): Buffer {
  const prefix = Buffer.from(form.prefix ?? '')
  const parts: Buffer[] = [prefix]
  const records: Buffer[] = []
  let at = prefix.length
  for (const member of members) {
    const entry = entryOf(member, form.zip64 === true)
    records.push(entry.recordAt(at))
    parts.push(entry.local)
    at += entry.local.length
  }
  if (form.directory !== false) parts.push(...records, endOf(records, at, form))
  return Buffer.concat([Buffer.from(form.stub ?? ''), ...parts, Buffer.from(form.suffix ?? '')])
}

function entryOf(member: ZipMember, zip64: boolean): { readonly local: Buffer; recordAt(offset: number): Buffer } {
  const { content = '', method = 'deflate', descriptor = false } = member
  const name = Buffer.from(typeof member.name === 'string' ? Buffer.from(member.name) : member.name)
  const plain = Buffer.from(content)
  const packed = Buffer.from(member.raw ?? (method === 'deflate' ? deflateRawSync(plain) : plain))
  const crc32 = member.claims?.crc32 ?? crcOf(plain)
  const sizes = { packed: member.claims?.packed ?? packed.length, size: member.claims?.size ?? plain.length }
  const utf8 = typeof member.name === 'string' ? 0x800 : 0
  const shared = Buffer.alloc(22)
  shared.writeUInt16LE(zip64 ? 45 : 20, 0)
  shared.writeUInt16LE((member.flags ?? 0) | utf8 | (descriptor ? 8 : 0), 2)
  shared.writeUInt16LE(typeof method === 'number' ? method : methods[method], 4)
  shared.writeUInt16LE(0x21, 8) // 1980-01-01, so that the same recipe makes the same bytes
  shared.writeUInt32LE(crc32 >>> 0, 10)
  shared.writeUInt32LE(zip64 ? 0xffffffff : sizes.packed, 14)
  shared.writeUInt32LE(zip64 ? 0xffffffff : sizes.size, 18)
  const early = Buffer.from(shared)
  if (descriptor) early.fill(0, 10, 22)
  const extraOf = (offset: number | null): Buffer =>
    Buffer.concat([zip64 ? zip64Extra(sizes, offset) : Buffer.alloc(0), Buffer.from(member.extra ?? '')])
  const localExtra = extraOf(null)
  const trailer = descriptor ? descriptorOf(crc32, sizes, zip64) : Buffer.alloc(0)
  const head = Buffer.concat([signature(0x04034b50), early, lengths(name.length, localExtra.length)])
  return {
    local: Buffer.concat([head, name, localExtra, packed, trailer]),
    recordAt(offset) {
      const extra = extraOf(offset)
      const rest = Buffer.alloc(14)
      rest.writeUInt32LE(zip64 ? 0xffffffff : offset, 10)
      const made = Buffer.from([20, 3])
      return Buffer.concat([signature(0x02014b50), made, shared, lengths(name.length, extra.length), rest, name, extra])
    },
  }
}

function zip64Extra({ packed, size }: { packed: number; size: number }, offset: number | null): Buffer {
  const extra = Buffer.alloc(offset === null ? 20 : 28)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(extra.length - 4, 2)
  extra.writeBigUInt64LE(BigInt(size), 4)
  extra.writeBigUInt64LE(BigInt(packed), 12)
  if (offset !== null) extra.writeBigUInt64LE(BigInt(offset), 20)
  return extra
}

function descriptorOf(crc32: number, { packed, size }: { packed: number; size: number }, zip64: boolean): Buffer {
  const bytes = Buffer.alloc(zip64 ? 24 : 16)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(crc32 >>> 0, 4)
  if (zip64) {
    bytes.writeBigUInt64LE(BigInt(packed), 8)
    bytes.writeBigUInt64LE(BigInt(size), 16)
  } else {
    bytes.writeUInt32LE(packed, 8)
    bytes.writeUInt32LE(size, 12)
  }
  return bytes
}

function endOf(records: readonly Buffer[], at: number, { comment = '', zip64 = false, disk = 0 }: ZipForm): Buffer {
  const size = records.reduce((sum, record) => sum + record.length, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(disk, 4)
  end.writeUInt16LE(disk, 6)
  const count = zip64 ? 0xffff : records.length
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(zip64 ? 0xffffffff : size, 12)
  end.writeUInt32LE(zip64 ? 0xffffffff : at, 16)
  end.writeUInt16LE(Buffer.byteLength(comment), 20)
  return Buffer.concat([...(zip64 ? [end64(records.length, size, at)] : []), end, Buffer.from(comment)])
}

function end64(count: number, size: number, at: number): Buffer {
  const bytes = Buffer.alloc(76)
  bytes.writeUInt32LE(0x06064b50, 0)
  bytes.writeBigUInt64LE(44n, 4)
  bytes.writeUInt16LE(45, 12)
  bytes.writeUInt16LE(45, 14)
  bytes.writeBigUInt64LE(BigInt(count), 24)
  bytes.writeBigUInt64LE(BigInt(count), 32)
  bytes.writeBigUInt64LE(BigInt(size), 40)
  bytes.writeBigUInt64LE(BigInt(at), 48)
  bytes.writeUInt32LE(0x07064b50, 56)
  bytes.writeBigUInt64LE(BigInt(at + size), 64)
  bytes.writeUInt32LE(1, 72)
  return bytes
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value, 0)
  return bytes
}

function lengths(name: number, extra: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt16LE(name, 0)
  bytes.writeUInt16LE(extra, 2)
  return bytes
}
