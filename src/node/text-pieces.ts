import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { fileUnusable } from './state-files.ts'

const pieceBytes = 2 ** 20

/** The text of a file that the operator named, piece by piece: it may be longer than a text can be. Throws FILE_UNUSABLE. */
export function* textPieces(path: string): Generator<string, void, undefined> {
  const decoder = new StringDecoder('utf8')
  const piece = Buffer.alloc(pieceBytes)
  const file = orUnusable(path, () => openSync(path, 'r'))
  try {
    for (;;) {
      const length = orUnusable(path, () => readSync(file, piece))
      if (length === 0) break
      yield decoder.write(piece.subarray(0, length))
    }
    yield decoder.end()
  } finally {
    closeSync(file)
  }
}

function orUnusable<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw fileUnusable(path, error instanceof Error ? error.message : String(error))
  }
}
