import { hash } from 'node:crypto'
import { lstatSync, statSync } from 'node:fs'
import type { Unit } from './protocol.ts'

/** Bytes of a key: half of a SHA-256, so that no two files of the world share one by chance. */
export const keyBytes = 16

/**
 * Files that held nothing when they were last looked into, known by what changes when a file does: device, inode,
 * size, and times of content and of state. Which path leads there does not matter.
 */
export class ScanCacheView {
  readonly #table: KeyTable | null
  readonly #changedBefore: bigint
  readonly #batch: Buffer[] = []
  #last: { readonly unit: Unit; readonly key: Buffer } | null = null

  /** `startedAt` in milliseconds since the epoch: what changed since, or just before, may change again unnoticed. */
  constructor(table: SharedArrayBuffer | null, startedAt: number) {
    this.#table = table === null ? null : new KeyTable(table)
    this.#changedBefore = (BigInt(startedAt) - 2_000n) * 1_000_000n
  }

  /** Whether it is known to hold nothing, unchanged since; `null`: it is to be looked into. */
  lookUp(unit: Unit): true | null {
    this.#last = null
    try {
      const stat = (unit.follow ? statSync : lstatSync)(unit.path, { bigint: true })
      if (stat.mtimeNs > this.#changedBefore || stat.ctimeNs > this.#changedBefore) return null
      const text = `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`
      const key = hash('sha256', text, 'buffer').subarray(0, keyBytes)
      this.#last = { unit, key }
      if (this.#table?.has(key) !== true) return null
      this.#batch.push(key)
      return true
    } catch {
      return null
    }
  }

  /** Takes note that the file that was asked for last held nothing. */
  nothingIn(unit: Unit): void {
    if (this.#last?.unit === unit) this.#batch.push(this.#last.key)
  }

  /** Keys of all files that held nothing, since this was last asked. */
  take(): Uint8Array {
    return Buffer.concat(this.#batch.splice(0))
  }
}

/** A hash table of keys in memory that threads share; it is filled once, before they start. */
export class KeyTable {
  readonly #words: BigUint64Array
  readonly #slots: number

  constructor(buffer: SharedArrayBuffer) {
    this.#words = new BigUint64Array(buffer)
    this.#slots = this.#words.length / 2
  }

  /** `keys`: one after the other. */
  static of(keys: Uint8Array): SharedArrayBuffer {
    const count = Math.floor(keys.length / keyBytes)
    const table = new SharedArrayBuffer(2 ** Math.ceil(Math.log2(Math.max(16, count * 2))) * keyBytes)
    const filled = new KeyTable(table)
    for (let i = 0; i < count; i++) filled.#add(keys.subarray(i * keyBytes, (i + 1) * keyBytes))
    return table
  }

  has(key: Uint8Array): boolean {
    const [first, second] = wordsOf(key)
    for (let slot = Number(first % BigInt(this.#slots)); ; slot = (slot + 1) % this.#slots) {
      const found = this.#words[2 * slot]
      if (found === first && this.#words[2 * slot + 1] === second) return true
      if (found === 0n) return false
    }
  }

  #add(key: Uint8Array): void {
    const [first, second] = wordsOf(key)
    let slot = Number(first % BigInt(this.#slots))
    while (this.#words[2 * slot] !== 0n) slot = (slot + 1) % this.#slots
    this.#words[2 * slot] = first
    this.#words[2 * slot + 1] = second
  }
}

/** The first is never 0, which stands for an empty slot. */
function wordsOf(key: Uint8Array): readonly [bigint, bigint] {
  const view = new DataView(key.buffer, key.byteOffset, keyBytes)
  return [view.getBigUint64(0) || 1n, view.getBigUint64(8)]
}
