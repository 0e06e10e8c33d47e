/** Beyond this probing is given up, and a content is looked into again: a question stays one of bounded time. */
const mostProbes = 64
const mostSize = 2 ** 31

/** How an archive states one entry. */
interface Stated {
  readonly crc32: number
  /** In bytes; equal to `compressedSize` where it is stored. */
  readonly size: number
  readonly compressedSize: number
  readonly method: number
}

/**
 * Contents of archives in which there was nothing, by CRC-32 and size, because the same library lies in many
 * applications. Threads may share one: it is a table over memory of theirs, and each entry is one word.
 *
 * What was inflated is known by the checksum of what came out, so that no archive can lie about it for others. What
 * lies stored is not read whole for that, and is known as its archive states it, to entries that are stored too. An
 * archive that states another content's checksum and size for its own could hide behind that; such no honest tool makes.
 */
export class EmptyContents {
  readonly #slots: BigInt64Array

  /** `slots`: zeros at first, a power of 2 of them. */
  constructor(slots: BigInt64Array) {
    this.#slots = slots
  }

  /** For one file, or one thread. */
  static alone(): EmptyContents {
    return new EmptyContents(new BigInt64Array(1 << 14))
  }

  has(entry: Stated): boolean {
    if (!isKeyed(entry)) return false
    return this.#holds(keyOf(entry, false)) || (isStored(entry) && this.#holds(keyOf(entry, true)))
  }

  /** `proven`: the checksum was counted over all that came out. */
  add(entry: Stated, proven: boolean): void {
    if (!isKeyed(entry) || !(proven || isStored(entry))) return
    const key = keyOf(entry, !proven)
    const start = startOf(key)
    for (let probe = 0; probe < mostProbes; probe++) {
      const found = Atomics.compareExchange(this.#slots, (start + probe) & (this.#slots.length - 1), 0n, key)
      if (found === 0n || found === key) return
    }
  }

  #holds(key: bigint): boolean {
    const start = startOf(key)
    for (let probe = 0; probe < mostProbes; probe++) {
      const found = this.#slots[(start + probe) & (this.#slots.length - 1)]
      if (found === key) return true
      if (found === 0n) return false
    }
    return false
  }
}

/** The upper half of a product mixes well enough. */
function startOf(key: bigint): number {
  return Number(BigInt.asUintN(64, key * 0x9e3779b97f4a7c15n) >> 32n)
}

/** Without a checksum, or beyond what a word holds, nothing is remembered. */
function isKeyed({ crc32, size }: Stated): boolean {
  return crc32 !== 0 && size < mostSize
}

function isStored({ method, size, compressedSize }: Stated): boolean {
  return method === 0 && size === compressedSize
}

/** Never 0, since the checksum is not. */
function keyOf({ crc32, size }: Stated, asStated: boolean): bigint {
  return BigInt.asIntN(64, (BigInt(crc32) << 32n) | BigInt(asStated ? size + mostSize : size))
}
