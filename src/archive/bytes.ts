/** Bytes that can be read at any place, at once. A file, a buffer, a stored entry of an archive in place. */
export interface Bytes {
  /** In bytes, when it was opened. */
  readonly size: number
  /**
   * Up to `length` bytes from `offset`: fewer only at the end. The answer stays valid and is not to be written to.
   * Throws ArchiveGap (`not-readable`, `vanished`, `changed`).
   */
  read(offset: number, length: number): Uint8Array
}

/** Bytes that lie in memory. */
export function bytesOf(content: Uint8Array): Bytes {
  return { size: content.length, read: (offset, length) => content.subarray(offset, offset + length) }
}

/** A part of other bytes, in place. */
export function slice(whole: Bytes, start: number, size: number): Bytes {
  return {
    size: Math.max(0, Math.min(size, whole.size - start)),
    read: (offset, length) => whole.read(start + offset, Math.max(0, Math.min(length, size - offset))),
  }
}

/** All of them in order, in pieces of up to 64 KiB. */
export function* piecesOf(bytes: Bytes, start = 0, pieceSize = 65_536): Generator<Uint8Array> {
  for (let at = start; at < bytes.size; ) {
    const piece = bytes.read(at, pieceSize)
    if (piece.length === 0) return
    yield piece
    at += piece.length
  }
}

/** All pieces as one. Who gives them sees to it that they are not too many. */
export function joined(pieces: Iterable<Uint8Array>): Uint8Array {
  const kept = [...pieces]
  const whole = new Uint8Array(kept.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of kept) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
