import { decodeName } from '../name.ts'

/** One record of an extended header of pax. */
export interface PaxRecord {
  readonly key: string
  readonly value: Uint8Array
  /** All of it, with its length and its line's end. */
  readonly whole: Uint8Array
}

/**
 * Records of `length key=value\n`, the length counting itself (IEEE Std 1003.1, pax "Extended Header"); those before the
 * first that is damaged.
 */
export function* paxRecords(bytes: Uint8Array): Generator<PaxRecord, void, undefined> {
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at)
    const length = blank < 0 ? Number.NaN : Number(decodeName(bytes.subarray(at, blank)))
    if (!Number.isInteger(length) || length <= 0 || at + length > bytes.length) return
    const record = bytes.subarray(blank + 1, at + length - 1)
    const equals = record.indexOf(0x3d)
    const key = decodeName(record.subarray(0, Math.max(0, equals)))
    yield { key, value: record.subarray(equals + 1), whole: bytes.subarray(at, at + length) }
    at += length
  }
}
