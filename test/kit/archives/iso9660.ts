const sector = 2_048

/**
 * A disc image of one folder (ECMA-119), without the extensions for long names: names are upper case, `LOG4J.JAR`.
 *
 * @see https://ecma-international.org/publications-and-standards/standards/ecma-119/
 */
export function iso9660Of(files: readonly { readonly name: string; readonly content: Uint8Array }[]): Buffer {
  const [littleTable, bigTable, root, first] = [18, 19, 20, 21] as const
  let next = first
  const records = files.map(({ name, content }) => {
    const record = recordOf(Buffer.from(`${name};1`), next, content.length, 0)
    next += Math.ceil(content.length / sector)
    return record
  })
  const self = recordOf(Buffer.from([0]), root, sector, folder)
  const parent = recordOf(Buffer.from([1]), root, sector, folder)
  const image = Buffer.alloc(next * sector)
  describe(image.subarray(16 * sector), { sectors: next, root: self, littleTable, bigTable })
  Buffer.from([255, ...Buffer.from('CD001'), 1]).copy(image, 17 * sector)
  Buffer.from([1, 0, root, 0, 0, 0, 1, 0, 0, 0]).copy(image, littleTable * sector)
  Buffer.from([1, 0, 0, 0, 0, root, 0, 1, 0, 0]).copy(image, bigTable * sector)
  const listing = Buffer.concat([self, parent, ...records])
  if (listing.length > sector) throw new Error('too many files for one sector of a folder')
  listing.copy(image, root * sector)
  let at = first * sector
  for (const { content } of files) {
    image.set(content, at)
    at += Math.ceil(content.length / sector) * sector
  }
  return image
}

const folder = 2

/** The primary volume descriptor (8.4). */
function describe(
  at: Buffer,
  { sectors, root, littleTable, bigTable }: { sectors: number; root: Buffer; littleTable: number; bigTable: number },
): void {
  Buffer.from([1, ...Buffer.from('CD001'), 1]).copy(at)
  at.fill(0x20, 8, 72)
  at.write('FIRELINE', 40)
  both32(sectors).copy(at, 80)
  both16(1).copy(at, 120)
  both16(1).copy(at, 124)
  both16(sector).copy(at, 128)
  both32(10).copy(at, 132)
  at.writeUInt32LE(littleTable, 140)
  at.writeUInt32BE(bigTable, 148)
  root.copy(at, 156)
  at.fill(0x20, 190, 813)
  at.fill(0x30, 813, 881)
  at[881] = 1
}

/** A directory record (9.1). */
function recordOf(name: Buffer, extent: number, length: number, flags: number): Buffer {
  const record = Buffer.alloc(33 + name.length + (name.length % 2 === 0 ? 1 : 0))
  record[0] = record.length
  both32(extent).copy(record, 2)
  both32(length).copy(record, 10)
  record.set([121, 12, 10, 0, 0, 0, 0], 18)
  record[25] = flags
  both16(1).copy(record, 28)
  record[32] = name.length
  name.copy(record, 33)
  return record
}

/** Numbers stand twice, in both byte orders (7.2.3, 7.3.3). */
function both16(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt16LE(value, 0)
  bytes.writeUInt16BE(value, 2)
  return bytes
}

function both32(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(value, 0)
  bytes.writeUInt32BE(value, 4)
  return bytes
}
