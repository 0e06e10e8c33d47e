import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { problem } from '../../core/index.ts'
import { openOutputFile } from '../output-file.ts'
import { KeyTable, keyBytes } from './cache-view.ts'
import { codeOf } from './open-file.ts'

const scanCacheUnreadable = problem('SCAN_CACHE_UNREADABLE', (path: string, why: string) => ({
  message: `${path} is no cache of a scan: ${why}`,
  hint: 'Name another file, or delete this one; the next scan makes it anew.',
}))

const magic = 'fireline.cache/1 '
const digestBytes = 32

/**
 * What an earlier scan found to hold nothing, or `null` if there is no such file, or it was made by other rules:
 * `rules` is all that a verdict depends on beside the file (this release, its options). Throws SCAN_CACHE_UNREADABLE.
 */
export function readCache(path: string, rules: string): SharedArrayBuffer | null {
  let content: Buffer
  try {
    content = readFileSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw scanCacheUnreadable(path, codeOf(error))
  }
  const lineEnd = content.indexOf(0x0a)
  const head = content.toString('utf8', 0, lineEnd)
  if (lineEnd < 0 || !head.startsWith(magic)) throw scanCacheUnreadable(path, 'it does not begin like one')
  const keys = content.subarray(lineEnd + 1, -digestBytes)
  const digest = createHash('sha256').update(content.subarray(0, -digestBytes)).digest()
  if (keys.length % keyBytes !== 0 || !digest.equals(content.subarray(-digestBytes))) {
    throw scanCacheUnreadable(path, 'it was damaged or cut off')
  }
  return head.slice(magic.length) === digestOf(rules) ? KeyTable.of(keys) : null
}

/** Writes the cache whole or not at all. `keys`: one after the other, in pieces. */
export async function writeCache(path: string, rules: string, keys: readonly Uint8Array[]): Promise<void> {
  const hash = createHash('sha256')
  const file = await openOutputFile(path)
  for (const piece of [Buffer.from(`${magic}${digestOf(rules)}\n`), ...keys]) {
    hash.update(piece)
    await file.write(piece)
  }
  await file.write(hash.digest())
  await file.finish()
}

function digestOf(rules: string): string {
  return createHash('sha256').update(rules).digest('hex')
}
