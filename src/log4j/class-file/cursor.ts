/** Thrown inside this folder where bytes are no class file, and caught at its border. */
export class MalformedClass extends Error {
  override readonly name = 'MalformedClass'
}

/** Reads big-endian numbers one after the other. Throws MalformedClass at the end of the bytes. */
export class Cursor {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes
    this.#at = at
  }

  get at(): number {
    return this.#at
  }

  u1(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) throw new MalformedClass(`it ends at byte ${this.#bytes.length}, in the middle`)
    this.#at += 1
    return byte
  }

  u2(): number {
    return this.u1() * 0x100 + this.u1()
  }

  u4(): number {
    return this.u2() * 0x1_0000 + this.u2()
  }

  /** The place before the bytes that are passed over. */
  skip(length: number): number {
    const start = this.#at
    if (start + length > this.#bytes.length)
      throw new MalformedClass(`it ends at byte ${this.#bytes.length}, in the middle`)
    this.#at = start + length
    return start
  }
}
