import { hash } from 'node:crypto'
import { type BigIntStats, lstatSync, statSync } from 'node:fs'
import { type CacheContent, KeyList, KeyTable, keyBytes, RecordIndex, recordOf } from './cache-content.ts'
import type { Kept } from './cache-file.ts'
import type { Unit } from './protocol.ts'
import type { Remembered } from './remembered.ts'

/** A file that is as it was when it was looked into last. */
export interface Unchanged {
  readonly remembered: Remembered
  readonly device: bigint
  readonly inode: bigint
}

const nothing: Remembered = { reports: [], leftClosed: 0, linked: false, beside: null }

/** A file of which more would be kept than this is looked into anew; bytes. */
const largestRecord = 2 ** 20

/**
 * What files held when they were last looked into. A file is known by what changes when it does: device, inode, size,
 * and times of content and of state. Where it held nothing, which path leads there does not matter; what is told of
 * the others has the path in it, so those are known by that too.
 */
export class ScanCacheView {
  readonly #quiet: KeyTable
  readonly #records: RecordIndex
  readonly #changedBefore: bigint
  readonly #keys = new KeyList()
  readonly #told: Buffer[] = []
  #last: { readonly unit: Unit; readonly identity: Buffer } | null = null

  /** `startedAt` in milliseconds since the epoch: what changed since, or just before, may change again unnoticed. */
  constructor(content: CacheContent | null, startedAt: number) {
    this.#quiet = new KeyTable(content?.quiet ?? KeyTable.of(new Uint8Array(0)))
    this.#records = new RecordIndex(content?.records ?? new SharedArrayBuffer(0))
    this.#changedBefore = (BigInt(startedAt) - 2_000n) * 1_000_000n
  }

  /** What it held, if it did not change since; `null`: it is to be looked into. */
  lookUp(unit: Unit): Unchanged | null {
    this.#last = null
    try {
      const stat = (unit.follow ? statSync : lstatSync)(unit.path, { bigint: true })
      if (stat.mtimeNs > this.#changedBefore || stat.ctimeNs > this.#changedBefore) return null
      const identity = identityOf(stat)
      this.#last = { unit, identity }
      return this.#nothing(unit, identity) ? unchanged(stat, nothing) : this.#recorded(unit, stat, identity)
    } catch {
      return null
    }
  }

  /** Keeps, for the next scan, what the file held that was asked for last. */
  remember(unit: Unit, remembered: Remembered): void {
    if (this.#last?.unit !== unit) return
    const { identity } = this.#last
    if (!unit.follow && isNothing(remembered)) {
      this.#keys.add(identity)
      return
    }
    const text = Buffer.from(JSON.stringify(remembered))
    if (text.length <= largestRecord) this.#told.push(recordOf(toldKey(unit, identity), text))
  }

  /** What was kept since this was last asked. */
  take(): Kept {
    return { keys: this.#keys.take(), records: Buffer.concat(this.#told.splice(0)) }
  }

  /** Of what the operator named more is asked than of what lies in a folder: a record of it has to say so. */
  #nothing(unit: Unit, identity: Buffer): boolean {
    if (unit.follow) return false
    return this.#quiet.has(identity)
  }

  #recorded(unit: Unit, stat: BigIntStats, identity: Buffer): Unchanged | null {
    if (this.#records.isEmpty) return null
    const text = this.#records.find(toldKey(unit, identity))
    return text === null ? null : unchanged(stat, JSON.parse(text) as Remembered) // written by `remember`, and whole
  }
}

function unchanged({ dev, ino }: BigIntStats, remembered: Remembered): Unchanged {
  return { remembered, device: dev, inode: ino }
}

function isNothing({ reports, leftClosed }: Remembered): boolean {
  return reports.length === 0 && leftClosed === 0
}

function keyOf(content: string | Uint8Array): Buffer {
  return hash('sha256', content, 'buffer').subarray(0, keyBytes)
}

function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): Buffer {
  return keyOf(new Uint8Array(BigInt64Array.of(dev, ino, size, mtimeNs, ctimeNs).buffer))
}

/** All that what is told of a file depends on, beside its bytes and what lies near it. */
function toldKey({ shown, relative, origin, follow }: Unit, identity: Buffer): Buffer {
  return keyOf(JSON.stringify([identity.toString('hex'), shown, relative, origin.identity, origin.launch, follow]))
}
