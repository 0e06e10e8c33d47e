import { type OutputFile, openOutputFile } from '../node/index.ts'
import type { Io } from './io.ts'

/** Where a result goes: a file that appears when it is whole, or standard output. */
export async function openOutput(path: string | null, io: Io): Promise<OutputFile> {
  if (path !== null) return openOutputFile(path)
  return {
    write: (content) => io.print(content),
    finish: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  }
}
