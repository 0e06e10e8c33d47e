import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { problem } from '../../core/index.ts'
import { openOutputFile } from '../output-file.ts'
import { areRecords, type CacheContent, KeyTable, keyBytes } from './cache-content.ts'
import { codeOf } from './open-file.ts'

const scanCacheUnreadable = problem('SCAN_CACHE_UNREADABLE', (path: string, why: string) => ({
  message: `${path} is no cache of a scan: ${why}`,
  hint: 'Name another file, or delete this one; the next scan makes it anew.',
}))

const family = 'fireline.cache/'
const magic = `${family}2 `
const digestBytes = 32
/** How many bytes the keys take, in so many digits that any file's fit. */
const countDigits = 15
/** Of records, all together: half a million findings or so. Files beyond are looked into anew. */
const mostRecordBytes = 256 * 2 ** 20

/** What one thread kept: keys of files that held nothing, records of the others, one after the other. */
export interface Kept {
  readonly keys: Uint8Array
  readonly records: Uint8Array
}

/**
 * What an earlier scan found, or `null` if there is no such file, or it was made by other rules: `rules` is all that a
 * verdict depends on beside the file (this build, its options). Throws SCAN_CACHE_UNREADABLE.
 */
export function readCache(path: string, rules: string): CacheContent | null {
  let content: Buffer
  try {
    content = readFileSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw scanCacheUnreadable(path, codeOf(error))
  }
  const lineEnd = content.indexOf(0x0a)
  const head = content.toString('utf8', 0, lineEnd)
  if (lineEnd < 0 || !head.startsWith(family)) throw scanCacheUnreadable(path, 'it does not begin like one')
  if (!head.startsWith(magic)) return null
  const digest = createHash('sha256').update(content.subarray(0, -digestBytes)).digest()
  const count = Number(head.slice(magic.length, magic.length + countDigits))
  const keys = content.subarray(lineEnd + 1, lineEnd + 1 + count)
  const records = content.subarray(lineEnd + 1 + count, -digestBytes)
  const fits = keys.length === count && count % keyBytes === 0 && areRecords(records)
  if (!fits || !digest.equals(content.subarray(-digestBytes))) {
    throw scanCacheUnreadable(path, 'it was damaged or cut off')
  }
  if (head.slice(magic.length + countDigits + 1) !== digestOf(rules)) return null
  const shared = new SharedArrayBuffer(records.length)
  records.copy(Buffer.from(shared))
  return { quiet: KeyTable.of(keys), records: shared }
}

/** Writes the cache whole or not at all. */
export async function writeCache(path: string, rules: string, kept: readonly Kept[]): Promise<void> {
  const hash = createHash('sha256')
  const file = await openOutputFile(path)
  const count = kept.reduce((sum, { keys }) => sum + keys.length, 0)
  const head = `${magic}${String(count).padStart(countDigits, '0')} ${digestOf(rules)}\n`
  for (const piece of [Buffer.from(head), ...kept.map(({ keys }) => keys), ...withinRoom(kept)]) {
    hash.update(piece)
    await file.write(piece)
  }
  await file.write(hash.digest())
  await file.finish()
}

function withinRoom(kept: readonly Kept[]): readonly Uint8Array[] {
  let room = mostRecordBytes
  return kept.map(({ records }) => records).filter(({ length }) => (room -= length) >= 0)
}

function digestOf(rules: string): string {
  return createHash('sha256').update(rules).digest('hex')
}
