const stringType = 6

/**
 * An RPM package around a payload (RPM V4 package format): a lead that nobody reads, an empty signature, a header with
 * the tags that name it. `payload` is a cpio, compressed or not.
 *
 * @see https://rpm.org/docs/latest/manual/format.html
 */
export function rpmOf(name: string, compressor: string, payload: Uint8Array): Buffer {
  const lead = Buffer.alloc(96)
  lead.set([0xed, 0xab, 0xee, 0xdb, 3, 0, 0, 0, 0, 1])
  lead.write(`${name}-1-1`, 10)
  lead.writeUInt16BE(1, 76)
  lead.writeUInt16BE(5, 78)
  const signature = headerOf(new Map())
  const tags = new Map([
    [1000, name],
    [1001, '1'],
    [1002, '1'],
    [1124, 'cpio'],
    [1125, compressor],
  ])
  const filled = Buffer.alloc((8 - (signature.length % 8)) % 8)
  return Buffer.concat([lead, signature, filled, headerOf(tags), payload])
}

/** Magic, counts, an index of 16 bytes for each tag, and the store that the index points into. */
function headerOf(tags: ReadonlyMap<number, string>): Buffer {
  const index: Buffer[] = []
  let store = Buffer.alloc(0)
  for (const [tag, text] of tags) {
    const entry = Buffer.alloc(16)
    ;[tag, stringType, store.length, 1].forEach((value, i) => entry.writeUInt32BE(value, i * 4))
    index.push(entry)
    store = Buffer.concat([store, Buffer.from(`${text}\0`)])
  }
  const intro = Buffer.alloc(16)
  intro.set([0x8e, 0xad, 0xe8, 1])
  intro.writeUInt32BE(index.length, 8)
  intro.writeUInt32BE(store.length, 12)
  return Buffer.concat([intro, ...index, store])
}
