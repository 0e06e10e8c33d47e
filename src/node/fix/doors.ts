import { crc32 } from 'node:zlib'
import { ArchiveGap, type ArchiveTools, bytesOf } from '../../archive/index.ts'
import { type FixDoors, type KeptBytes, Refusal } from '../../fix/index.ts'
import { deflatePieces } from '../archive/index.ts'
import { spoolToFile } from '../scan/spool.ts'

/** A nested archive up to this size is kept in memory; a larger one in a temporary file without a name. */
const inMemory = 32 * 2 ** 20
/** As much as a scan puts aside. */
const mostKept = 16 * 2 ** 30

/** What the rewriting of archives needs, of Node. */
export function fixDoors(tools: ArchiveTools): FixDoors {
  return { tools, deflateRaw: deflatePieces, crc32: (bytes, before) => crc32(bytes, before), keep }
}

function keep(pieces: Iterable<Uint8Array>): KeptBytes {
  const source = pieces[Symbol.iterator]()
  const kept: Buffer[] = []
  let size = 0
  for (let next = source.next(); ; next = source.next()) {
    if (next.done === true) return { ...bytesOf(Buffer.concat(kept)), close: () => undefined }
    kept.push(Buffer.from(next.value))
    size += next.value.length
    if (size > inMemory) break
  }
  try {
    return spoolToFile(rest(kept, source), mostKept)
  } catch (error) {
    if (error instanceof ArchiveGap && error.because === 'too-large') throw new Refusal('no-room', error.message)
    throw error
  }
}

function* rest(kept: Buffer[], source: Iterator<Uint8Array>): Generator<Uint8Array, void, undefined> {
  try {
    yield* kept.splice(0)
    for (let next = source.next(); next.done !== true; next = source.next()) yield next.value
  } finally {
    source.return?.()
  }
}
