/** A frame of Zstandard (RFC 8878) that holds its content as it is; nothing here can compress. */
export function zstdFrame(content: Uint8Array, { windowLog = 20 } = {}): Buffer {
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (windowLog - 10) << 3])]
  for (let at = 0; at < content.length || at === 0; at += 100_000) {
    const piece = content.subarray(at, at + 100_000)
    const header = Buffer.alloc(4)
    header.writeUInt32LE((piece.length << 3) | (at + 100_000 >= content.length ? 1 : 0))
    parts.push(header.subarray(0, 3), Buffer.from(piece))
  }
  return Buffer.concat(parts)
}

/** The same of one byte again and again: four bytes stand for up to 128 KiB. */
export function zstdBomb(blocks: number, { windowLog = 20 } = {}): Buffer {
  const block = Buffer.alloc(4)
  const frame = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (windowLog - 10) << 3])]
  for (let i = 0; i < blocks; i++) {
    block.writeUInt32LE((131_072 << 3) | 2 | (i === blocks - 1 ? 1 : 0))
    frame.push(Buffer.from(block))
  }
  return Buffer.concat(frame)
}
