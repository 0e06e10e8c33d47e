import { ArchiveGap } from './archive-gap.ts'

/** How much comes out at once; one copy may add to it. */
const pieceBytes = 65_536
const smallest = 2 * pieceBytes

/**
 * What a decoder of the LZ77 kind has made, as far back as it may copy from. It takes no more memory than was made,
 * whatever size a stream asks for, and never more than `most`: a copy from further back is then a gap.
 */
export class SlidingWindow {
  #bytes = new Uint8Array(smallest)
  /** Where the next byte goes. */
  #at = 0
  /** Bytes since the last reset, at most as many as can be reached. */
  #reach = 0
  /** Bytes that were not given out. */
  #pending = 0
  readonly #size: number
  readonly #most: number

  /** Both in bytes; `size` is what the stream asks for. */
  constructor(size: number, most: number) {
    this.#size = size
    this.#most = most
  }

  /** Whether enough has come together to be given out. */
  get full(): boolean {
    return this.#pending >= pieceBytes
  }

  /** The last byte; 0 where there is none. */
  get last(): number {
    return this.#reach === 0 ? 0 : (this.#bytes[(this.#at === 0 ? this.#bytes.length : this.#at) - 1] ?? 0)
  }

  /** Nothing before can be reached any more. */
  reset(): void {
    this.#reach = 0
  }

  /** The byte so far back; 1 is the last. Throws ArchiveGap. */
  back(distance: number): number {
    if (distance > this.#reach) throw this.#beyond(distance)
    const from = this.#at - distance
    return this.#bytes[from < 0 ? from + this.#bytes.length : from] ?? 0
  }

  put(byte: number): void {
    this.#bytes[this.#at] = byte
    this.#move(1)
  }

  /** Any number of bytes up to 64 KiB, after which {@link full} is to be asked. */
  add(bytes: Uint8Array): void {
    if (bytes.length < 16 && bytes.length < this.#bytes.length - this.#at) {
      for (let i = 0; i < bytes.length; i++) this.#bytes[this.#at + i] = bytes[i] ?? 0
      this.#move(bytes.length)
      return
    }
    for (let from = 0; from < bytes.length; ) {
      const some = bytes.subarray(from, from + this.#bytes.length - this.#at)
      this.#bytes.set(some, this.#at)
      this.#move(some.length)
      from += some.length
    }
  }

  /** At most 64 KiB, as with {@link add}. Throws ArchiveGap where so much was not made. */
  copy(distance: number, length: number): void {
    if (distance > this.#reach || distance === 0) throw this.#beyond(distance)
    for (let left = length; left > 0; ) {
      const bytes = this.#bytes
      const from = this.#at < distance ? this.#at - distance + bytes.length : this.#at - distance
      const some = Math.min(left, bytes.length - this.#at, bytes.length - from)
      const end = this.#at + some
      // Byte by byte, because a match may overlap what it makes.
      for (let to = this.#at, source = from; to < end; to++, source++) bytes[to] = bytes[source] ?? 0
      this.#move(some)
      left -= some
    }
  }

  /** What was made since the last time; valid until more is made. */
  *take(): Generator<Uint8Array, void, undefined> {
    const bytes = this.#bytes
    const pending = this.#pending
    this.#pending = 0
    const from = this.#at - pending
    if (from < 0) yield bytes.subarray(from + bytes.length)
    if (pending > 0) yield bytes.subarray(Math.max(0, from), this.#at)
  }

  #move(count: number): void {
    this.#at += count
    this.#pending += count
    this.#reach = Math.min(this.#reach + count, this.#bytes.length)
    if (this.#at < this.#bytes.length) return
    const wanted = Math.min(this.#size, this.#most)
    if (this.#bytes.length >= wanted) {
      this.#at = 0
      return
    }
    const larger = new Uint8Array(Math.min(wanted, 2 * this.#bytes.length))
    larger.set(this.#bytes)
    this.#bytes = larger
  }

  #beyond(distance: number): ArchiveGap {
    return distance <= this.#size && this.#reach >= this.#most
      ? new ArchiveGap('too-large', `undoing its compression takes a window of ${this.#size} bytes`)
      : new ArchiveGap('malformed', 'its compressed data copy from before their beginning')
  }
}
