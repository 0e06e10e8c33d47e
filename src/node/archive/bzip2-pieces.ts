import Bunzip from 'seek-bzip'
import { ArchiveGap, PieceReader } from '../../archive/index.ts'

/** What of seek-bzip's decoder is driven here, block by block, so that no more than one lies in memory. */
interface BlockDecoder {
  readonly reader: { read(bits: number): number }
  readonly streamCRC: number
  _init_block(): boolean
  _read_bunzip(): void
  _start_bunzip(input: object, output: object): void
}

/** Undoes bzip2, all streams of it, a block of up to 900 kB at a time. Throws ArchiveGap. */
export function* bunzip2Pieces(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  const source = new PieceReader(pieces)
  const output = new ByteSink()
  const input = inputOf(source)
  try {
    const decoder = new (Bunzip as unknown as new (input: object, output: object) => BlockDecoder)(input, output) // its types leave the class out
    for (;;) {
      if (decoder._init_block()) {
        decoder._read_bunzip()
        yield output.take()
        continue
      }
      if (decoder.reader.read(32) >>> 0 !== decoder.streamCRC) throw new Error('bad checksum')
      if (!moreFollows(source)) return
      decoder._start_bunzip(input, output)
    }
  } catch (error) {
    if (error instanceof ArchiveGap) throw error
    const early = source.ended() || (error instanceof Error && /EOF/.test(error.message))
    throw early
      ? new ArchiveGap('truncated', 'its compressed data end too early', { cause: error })
      : new ArchiveGap('malformed', 'its compressed data are damaged', { cause: error })
  } finally {
    source.close()
  }
}

/** After a stream may come another; zeros in between, as tapes have them, are passed over. */
function moreFollows(source: PieceReader): boolean {
  while (!source.ended()) {
    if (source.byte() === 0) continue
    source.unread(1)
    return true
  }
  return false
}

function inputOf(source: PieceReader) {
  return {
    readByte: () => source.byte(),
    read(into: Uint8Array, offset: number, length: number): number {
      let have = 0
      while (have < length && !source.ended()) {
        const some = source.some(length - have)
        into.set(some, offset + have)
        have += some.length
      }
      return have
    },
    eof: () => source.ended(),
  }
}

/** Takes bytes one by one. */
class ByteSink {
  #bytes = new Uint8Array(1 << 16)
  #length = 0

  writeByte(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes[this.#length++] = byte
  }

  flush(): void {
    // Nothing is held back.
  }

  /** All since the last time. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length)
    this.#length = 0
    return taken
  }
}
